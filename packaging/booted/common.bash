# shellcheck shell=bash
# shellcheck disable=SC2154 # the variables are those of try-booted
# Sourced by try-booted: what its steps have in common.

say() { printf '\n== %s\n' "$*"; }

fail() {
    echo "try-booted: $*" >&2
    journalctl --no-pager -n 60 -u sallyport -u sallyport-gate -u sskd -u ssh -u 'sallyport-put-back*' >&2 || true
    exit 1
}

# ssh_as_first ANSWER PORT COMMAND [OPTION...]: ANSWER is a script that prints what ssh asks for.
ssh_as_first() {
    local answer=$1 port=$2 command=$3
    shift 3
    SSH_ASKPASS=$answer SSH_ASKPASS_REQUIRE=force timeout 120 ssh -F /dev/null -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
        -o LogLevel=ERROR -o NumberOfPasswordPrompts=1 "$@" -p "$port" first@127.0.0.1 "$command" </dev/null
}

# next_line: takes the next line of the sheet into $line.
next_line() {
    line=$(head -n 1 "$work/lines")
    sed -i 1d "$work/lines"
}

# login PORT COMMAND: at the outside door, with the next line of the sheet.
login() {
    local line
    next_line
    # shellcheck disable=SC2016 # the script's own
    printf '#!/bin/sh\ncase "$1" in *assword*) cat %s ;; *) echo "%s" ;; esac\n' "$work/password" "$line" > "$work/answer"
    chmod 700 "$work/answer"
    ssh_as_first "$work/answer" "$@"
}

# login_with_passcode PORT COMMAND: at an outside door with login_duo, which takes the next line of the sheet from the environment.
login_with_passcode() {
    local line
    next_line
    DUO_PASSCODE=$line ssh_as_first "$work/own-answer" "$@" -o SendEnv=DUO_PASSCODE
}

# own_login PORT COMMAND: at the machine's own sshd, with the password alone, which the outside door never takes.
own_login() {
    ssh_as_first "$work/own-answer" "$@" -o PreferredAuthentications=password
}

# hold LOGIN PORT: opens a session that lasts until let_go. LOGIN is login or own_login.
hold() {
    local i
    rm -f "$work/hold" "$work/long"
    mkfifo -m 644 "$work/hold"
    "$1" "$2" "echo in; read -r _ < $work/hold; echo still here" > "$work/long" &
    session=$!
    for ((i = 0; i < 600; i++)); do [ ! -s "$work/long" ] || return 0; sleep 0.1; done
    fail "no session to keep"
}

let_go() {
    echo go > "$work/hold"
    wait "$session" || fail "the session ended"
    grep -q "still here" "$work/long" || fail "the session ended"
}

# reboot_to PHASE: this script goes on there when the machine is up again.
reboot_to() {
    say "reboot"
    echo "$1" > "$work/next"
    sync
    systemctl reboot
    sleep 600
}

# What is there, without the copies that useradd and its kin keep.
picture() { find /etc /var/lib/sallyport* ! -name '*-' ! -name '*.lock' | sort; cat /etc/sallyport/*.conf /etc/group; }
