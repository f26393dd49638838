# bash completion for ssh-with-2fa; goes into /usr/share/bash-completion/completions/ssh-with-2fa
_ssh_with_2fa() {
    local word=${COMP_WORDS[COMP_CWORD]} command='' at words
    for ((at = 1; at < COMP_CWORD; at++)); do
        case ${COMP_WORDS[at]} in
            --debug | --ask) ;;
            *) command=${COMP_WORDS[at]}; break ;;
        esac
    done
    case $command in
        '') words='--debug --ask ssh scp sftp explain setup refresh remove link up down status passcode proxychains open mail print xpra gui doctor help version' ;;
        ssh | scp | sftp) _ssh_with_2fa_hand_over "$at"; return ;;
        explain)
            if ((COMP_CWORD > at + 1)); then _ssh_with_2fa_hand_over $((at + 1)); return; fi
            words='ssh scp sftp' ;;
        passcode)
            local i
            for ((i = at + 1; i < COMP_CWORD; i++)); do
                [ "${COMP_WORDS[i]}" = -- ] || continue
                if ((COMP_CWORD > i + 1)); then _ssh_with_2fa_hand_over $((i + 1)); return; fi
                words='ssh scp sftp rsync'
            done
            : "${words:=sms push phone --}" ;;
        setup) words='--user --ca-fingerprint --key-fingerprint --domain --dry-run --yes' ;;
        remove) words='--dry-run' ;;
        up) words='--until --warn' ;;
        status) words='--json' ;;
        gui) words='--known-hosts' ;;
        proxychains) words='--file --' ;;
        *) words='' ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
    case $command in
        setup | refresh | proxychains) [[ $word == -* ]] || mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word") ;;
        up | xpra) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$(_ssh_with_2fa_hosts)" -- "$word") ;;
    esac
}

# The site's hosts, from the file that setup wrote.
_ssh_with_2fa_hosts() {
    local file=${XDG_CONFIG_HOME:-$HOME/.config}/ssh-with-2fa/site kind names
    [ -r "$file" ] || return 0
    while IFS=$'\t' read -r kind _ _ _ names; do
        [ "$kind" != inside ] || printf '%s\n' "$names"
    done < "$file"
}

# The rest of the line is another program's: its own completion, where there is one.
_ssh_with_2fa_hand_over() {
    if declare -F _command_offset > /dev/null; then
        _command_offset "$1"
    else
        mapfile -t COMPREPLY < <(compgen -f -W "$(_ssh_with_2fa_hosts)" -- "${COMP_WORDS[COMP_CWORD]}")
    fi
}

complete -F _ssh_with_2fa ssh-with-2fa
