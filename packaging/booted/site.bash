# shellcheck shell=bash
# shellcheck disable=SC2154 # the variables are those of try-booted
# Sourced by try-booted: a site with its own port beside the machine's own sshd.

install_package() {
    say "the package is built and installed"
    if [ -z "$debs" ]; then
        debs=$work/debs
        packaging/deb "$debs"
    fi
    apt-get install -y -q --no-install-recommends openssh-server openssh-client libpam-radius-auth libpam-duo login-duo "$(realpath "$debs")"/sallyport_*.deb >/dev/null
    tr -dc a-z0-9 < /dev/urandom | head -c 16 > "$work/password" || true
    chmod 600 "$work/password"
    printf '#!/bin/sh\ncat %s\n' "$work/password" > "$work/own-answer"
    chmod 700 "$work/own-answer"
    useradd --create-home --shell /bin/bash first
    echo "first:$(cat "$work/password")" | chpasswd
    picture > "$work/before"
}

set_up() {
    say "setup"
    sallyport setup --yes --person first --factor skey --administrator first --portal https://2fa.example.org --public-name ssh.example.org > "$work/setup"
    grep -oE '[0-9]+  ([A-Z]+ +){5}[A-Z]+' "$work/setup" | sort -rn | sed -E 's/^[0-9]+ +//' > "$work/lines"
    [ -s "$work/lines" ] || fail "setup printed no sheet"
    systemctl is-active -q sallyport sallyport-gate.socket || fail "the services do not run"
}

log_in() {
    say "a login, and nothing of the gate's unit in its session"
    login 2222 'id -un; umask; ulimit -n; grep -E "^(NoNewPrivs|Seccomp):" /proc/self/status' > "$work/session" || fail "no login"
    cat "$work/session"
    [ "$(head -n 1 "$work/session")" = first ] || fail "somebody else logged in"
    grep -q 'NoNewPrivs:.0' "$work/session" || fail "the session inherited the unit's sandbox"
}

keep_a_session_over_restart_and_upgrade() {
    say "a session outlives a restart of both, and an upgrade"
    hold login 2222
    systemctl restart sallyport sallyport-gate
    dpkg-deb -R "$debs"/sallyport_*.deb "$work/newer"
    sed -i 's/^Version: .*/&+newer/' "$work/newer/DEBIAN/control"
    dpkg-deb --root-owner-group -Zgzip --build "$work/newer" "$work/sallyport-newer.deb" >/dev/null
    apt-get install -y -q --no-install-recommends "$work/sallyport-newer.deb" >/dev/null
    systemctl is-active -q sallyport sallyport-gate sallyport-gate.socket || fail "the services do not run after the upgrade"
    let_go
    login 2222 true || fail "no login after the upgrade"
}

change_the_site() {
    say "a second setup does nothing; another port, without the gate, with it again"
    sallyport setup --yes | grep "Everything is already set up" >/dev/null || fail "a second setup is not satisfied"
    sallyport setup --yes --port 2022 >/dev/null
    login 2022 true || fail "no login at the new port"
    sallyport setup --yes --gate no >/dev/null
    systemctl is-active -q sskd || fail "the door does not run without the gate"
    login 2022 true || fail "no login without the gate"
    sallyport setup --yes --gate yes >/dev/null
    login 2022 true || fail "no login through the gate again"
}

log_in_by_the_other_orders() {
    say "the other orders: the password first, and login_duo with DUO_PASSCODE; the code first again"
    sallyport setup --yes --order password-first >/dev/null
    login 2022 true || fail "no login with the password first"
    sallyport setup --yes --order login-duo >/dev/null
    [ "$(login_with_passcode 2022 'id -un')" = first ] || fail "no login by login_duo"
    ! ssh_as_first "$work/own-answer" 2022 true 2>/dev/null || fail "login_duo takes the password alone"
    sallyport setup --yes --order code-first >/dev/null
    login 2022 true || fail "no login with the code first again"
}

look_at_the_units() {
    say "what the units may do"
    systemd-analyze security --no-pager 2>/dev/null | grep -E 'sallyport' || true
    # Tenths of systemd's own scale, from 0 (nothing) to 100 (everything). The gate's root half starts sessions, which may do what a session may.
    systemd-analyze security --no-pager --threshold=30 sallyport.service >/dev/null || fail "the authority's unit allows more than it did"
}

# Each grep reads to the end: one that stops early ends journalctl, and with it the pipe, in failure.
look_at_the_journal() {
    say "the journal: each line has its own priority"
    journalctl --no-pager -q -u sallyport -p info | grep "RADIUS listens" >/dev/null || fail "the journal has no line of the authority's start"
    ! journalctl --no-pager -q -u sallyport -p warning | grep "RADIUS listens" || fail "the journal takes what is normal for a warning"
}

# As on Ubuntu.
stand_beside_ssh_socket() {
    say "a machine whose own sshd is started by its socket"
    systemctl disable -q --now ssh.service
    systemctl enable -q --now ssh.socket
    sallyport setup --yes | grep "Everything is already set up" >/dev/null || fail "setup is not satisfied beside ssh.socket"
    login 2022 true || fail "no login beside ssh.socket"
    own_login 22 true || fail "the machine's own sshd does not answer by its socket"
    sallyport sshd check || fail "sshd check finds a fault beside ssh.socket"
}

remove_the_site() {
    say "removed, with port 22 given back: the machine is as before"
    sallyport setup --remove --yes
    picture > "$work/after"
    diff "$work/before" "$work/after" || fail "setup --remove left changes"
    own_login 22 true || fail "the machine's own sshd is not at port 22 again"
    ! greets 2200 || fail "the machine's own sshd is still at port 2200"
}

remove_the_package() {
    say "the package removed while its door has port 22"
    sallyport setup --yes --take-port-22 >/dev/null
    sallyport setup --confirm
    apt-get purge -y -q sallyport >/dev/null
    own_login 22 true || fail "the machine's own sshd is not at port 22 after the package's removal"
    systemctl is-active -q ssh || fail "the machine's own sshd does not run"
}
