# shellcheck shell=bash
# shellcheck disable=SC2154 # the variables are those of try-booted
# Sourced by try-booted: port 22 is taken from the machine's own sshd and given back.

# greets PORT: whether an SSH server says who it is.
greets() {
    # shellcheck disable=SC2016 # the inner shell's own
    timeout 10 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0"; echo "SSH-2.0-try" >&3; head -n 1 <&3' "$1" 2>/dev/null | grep SSH-2.0 >/dev/null
}

# port_22_is_taken: the door has it, with a code; the own sshd is at 2200, with the password alone.
port_22_is_taken() {
    login 22 true || fail "no login by the door at port 22"
    own_login 2200 true || fail "no login to the machine's own sshd at port 2200"
    ! own_login 22 true 2>/dev/null || fail "port 22 takes the password alone"
    sallyport sshd check >/dev/null || fail "sshd check finds a fault with port 22 taken"
}

port_22_is_given_back() {
    own_login 22 true || fail "the machine's own sshd is not at port 22 again"
    ! greets 2200 || fail "the machine's own sshd is still at port 2200"
    login 2022 true || fail "the door is not at its former port again"
    [ ! -e /etc/ssh/sshd_config.d/sallyport-own-port.conf ] || fail "the other port is still configured"
    [ ! -e /etc/systemd/system/sallyport-put-back.timer ] || fail "the timer is still there"
}

take_port_22() {
    say "port 22 taken"
    sallyport setup --yes --take-port-22 > "$work/taken" || fail "port 22 was not taken"
    sed -n '/^Log in with/,$p' "$work/taken"
    systemctl is-active -q sallyport-put-back.timer || fail "no timer runs"
    systemctl is-enabled -q sallyport-put-back.timer || fail "the timer would not outlive a boot"
    port_22_is_taken
    sallyport setup --yes | grep "Everything is already set up" >/dev/null || fail "a second setup is not satisfied with port 22 taken"
}

confirm_port_22() {
    sallyport setup --confirm || fail "port 22 could not be confirmed"
    [ ! -e /etc/systemd/system/sallyport-put-back.timer ] || fail "the timer is still there"
}

take_port_22_from_ssh_socket() {
    take_port_22
    confirm_port_22
    say "port 22 given back to ssh.socket"
    sallyport setup --yes --port 2022 >/dev/null || fail "port 22 could not be given back"
    port_22_is_given_back
    systemctl disable -q --now ssh.socket ssh.service
    systemctl enable -q --now ssh.service
}

take_port_22_and_do_not_confirm() {
    say "what keeps port 22 is refused in a sentence"
    echo "Port 22" > /etc/ssh/sshd_config.d/by-hand.conf
    ! sallyport setup --yes --take-port-22 2> "$work/refused" || fail "a Port line was not seen"
    grep 'says "Port 22"' "$work/refused" || fail "a Port line was not named"
    rm /etc/ssh/sshd_config.d/by-hand.conf

    say "port 22 taken, with a session open, and not confirmed: put back in a minute"
    local i
    hold own_login 22
    sallyport setup --yes --take-port-22 --confirm-within 1 >/dev/null || fail "port 22 was not taken"
    port_22_is_taken
    for ((i = 0; i < 300; i++)); do
        [ -e /etc/systemd/system/sallyport-put-back.timer ] || break
        sleep 1
    done
    port_22_is_given_back
    let_go
    journalctl --no-pager -q -u sallyport-put-back.service | grep "has port 22 again" || fail "the journal does not say that port 22 was put back"
}

find_port_22_taken_after_the_reboot() {
    say "after the reboot: port 22 is still taken, and the timer runs"
    systemctl is-active -q sallyport-put-back.timer || fail "the timer did not outlive the reboot"
    port_22_is_taken
}

find_port_22_taken_and_confirmed() {
    say "after the next reboot: port 22 is taken for good"
    port_22_is_taken
    [ ! -e /etc/systemd/system/sallyport-put-back.timer ] || fail "there is a timer again"
}
