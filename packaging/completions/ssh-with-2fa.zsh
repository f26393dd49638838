#compdef ssh-with-2fa
# zsh completion for ssh-with-2fa; install it as _ssh-with-2fa in a directory of $fpath

_ssh-with-2fa() {
    local -a commands
    commands=(
        'ssh:run ssh over the session, directly or through the outside door'
        'scp:run scp in the same way'
        'sftp:run sftp in the same way'
        'explain:show the decision and the final command, but run nothing'
        'setup:fetch the site'\''s profile and write the configuration'
        'refresh:fetch the site'\''s profile again'
        'remove:remove everything that setup wrote'
        'link:create a directory with our ssh, scp and sftp, to put first in PATH'
        'up:start the day'\''s session'
        'down:end the session and everything that uses it'
        'status:show the session'
        'passcode:run a command with a passcode (DUO_PASSCODE)'
        'proxychains:write the file of proxychains'
        'open:open an inside web page'
        'mail:settings of a mail program'
        'print:settings of a printing system'
        'xpra:run a graphical program on an inside host'
        'gui:what to type into FileZilla, WinSCP, PuTTY and Cyberduck'
        'doctor:look for problems on this machine'
        'help:list the commands'
        'version:print the version'
    )
    local context state line
    typeset -A opt_args
    _arguments -C '--debug[print each step]' '--ask[somebody can type the code]' '1: :->command' '*:: :->rest'
    case $state in
        command) _describe command commands ;;
        rest)
            case $words[1] in
                ssh | scp | sftp) _normal ;;
                explain) if (( CURRENT == 2 )); then _values program ssh scp sftp; else shift words; (( CURRENT-- )); _normal; fi ;;
                passcode)
                    local dashes=${words[(i)--]}
                    if (( dashes >= CURRENT )); then _values factor sms push phone --
                    elif (( CURRENT == dashes + 1 )); then _values program ssh scp sftp rsync
                    else shift $dashes words; (( CURRENT -= dashes )); _normal
                    fi ;;
                setup) _arguments '--user[login name at the site]:name' '--ca-fingerprint[SHA-256 of the site CA]:hex' '--key-fingerprint[SHA-256 of the signing key]:fingerprint' '--domain[domains that belong to the site]:domains' '--dry-run[write nothing]' '--yes[do not ask]' '1:portal or file:_files' ;;
                refresh) _files ;;
                remove) _arguments '--dry-run[change nothing]' ;;
                up) _arguments '--until[end at that time]:HH\:MM' '--warn[warn on this terminal before the end]' '1:host:_hosts' ;;
                status) _arguments '--json[for programs]' ;;
                gui) _arguments '--known-hosts[lines of a known_hosts file]' ;;
                proxychains) _arguments '--file[where to write]:file:_files' '*::command:_normal' ;;
                open) _urls ;;
                xpra) if (( CURRENT == 2 )); then _hosts; else _command_names; fi ;;
            esac ;;
    esac
}

_ssh-with-2fa "$@"
