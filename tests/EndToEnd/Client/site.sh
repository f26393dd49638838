#!/bin/bash
# A small site in network namespaces, for the tests of ssh-with-2fa with real programs.
#   site.sh up DIR      builds it and writes DIR/env (names, users, codes); DIR must not exist
#   site.sh down DIR    takes everything back, also what a broken "up" left
#
#   spo-ID  a laptop outside: 198.51.100.2, reaches only the public address 198.51.100.1
#   spi-ID  the site: outside sshd (code, then password) at 198.51.100.1:22; inside sshds dora 10.77.1.2 and savona
#           10.77.1.3; a web page at 10.77.1.4:80; an echo service (named so) at 10.77.1.2:143
#   spl-ID  a laptop inside: 10.77.1.100
set -euo pipefail

up() {
    dir=$1
    mkdir "$dir"
    chmod 755 "$dir"
    id=$(od -An -N3 -tx1 /dev/urandom | tr -d ' \n')
    client=spc$id server=sps$id password=pw-$id-$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')
    key=$(od -An -N20 -tx1 /dev/urandom | tr -d ' \n')
    cat > "$dir/env" <<ENV
id=$id
client=$client
server=$server
password=$password
key=$key
ENV
    : > "$dir/pids"
    users
    networks
    servers
    echo ready=1 >> "$dir/env"
}

users() {
    useradd -m -s /bin/bash "$client"
    useradd -m -s /bin/bash "$server"
    echo "$server:$password" | chpasswd
    install -d -m 700 -o "$client" -g "$client" "/home/$client/.ssh"
    install -d -m 700 -o "$server" -g "$server" "/home/$server/.ssh"
}

networks() {
    ip netns add "spo-$id"
    ip netns add "spi-$id"
    ip netns add "spl-$id"
    ip link add "spa$id" netns "spo-$id" type veth peer name "spb$id" netns "spi-$id"
    ip link add "spc$id" netns "spl-$id" type veth peer name "spd$id" netns "spi-$id"
    ip -n "spo-$id" addr add 198.51.100.2/24 dev "spa$id"
    ip -n "spi-$id" addr add 198.51.100.1/24 dev "spb$id"
    ip -n "spl-$id" addr add 10.77.1.100/24 dev "spc$id"
    for last in 2 3 4; do ip -n "spi-$id" addr add "10.77.1.$last/24" dev "spd$id"; done
    for ns in spo spi spl; do ip -n "$ns-$id" link set lo up; done
    ip -n "spo-$id" link set "spa$id" up
    ip -n "spi-$id" link set "spb$id" up
    ip -n "spl-$id" link set "spc$id" up
    ip -n "spi-$id" link set "spd$id" up
}

servers() {
    for host in dora savona; do ssh-keygen -q -t ed25519 -N '' -C '' -f "$dir/$host.key"; done
    chmod 644 "$dir"/*.key.pub
    mkdir -p /run/sshd
    # OpenSSH up to 9.7 takes its PAM service name from the name it is started by.
    ln -s /usr/sbin/sshd "$dir/sskd$id"
    printf 'HOTP/E %s - %s\n' "$server" "$key" > "$dir/users.oath"
    chmod 600 "$dir/users.oath"
    cat > "/etc/pam.d/sskd$id" <<PAM
auth requisite pam_oath.so usersfile=$dir/users.oath window=20 digits=6
auth required pam_unix.so
account required pam_unix.so
session required pam_permit.so
PAM
    sshd_config outside 198.51.100.1 dora 'AuthenticationMethods keyboard-interactive:pam' 'PasswordAuthentication no' 'AcceptEnv DUO_PASSCODE'
    sshd_config dora 10.77.1.2 dora 'PasswordAuthentication yes' "MaxSessions ${MAX_SESSIONS:-10}"
    sshd_config savona 10.77.1.3 savona 'PasswordAuthentication yes'
    start "$dir/sskd$id" -D -e -f "$dir/outside.conf" 2> "$dir/outside.log"
    start /usr/sbin/sshd -D -e -f "$dir/dora.conf" 2> "$dir/dora.log"
    start /usr/sbin/sshd -D -e -f "$dir/savona.conf" 2> "$dir/savona.log"
    mkdir "$dir/www"
    echo "inside page $id" > "$dir/www/index.html"
    start python3 -m http.server --bind 10.77.1.4 --directory "$dir/www" 80 > /dev/null 2>&1
    start socat TCP-LISTEN:143,bind=10.77.1.2,reuseaddr,fork EXEC:cat > /dev/null 2>&1
    for where in 198.51.100.1/22 10.77.1.2/22 10.77.1.3/22 10.77.1.4/80 10.77.1.2/143; do
        for _ in $(seq 100); do
            ip netns exec "spi-$id" bash -c ": < /dev/tcp/$where" 2> /dev/null && continue 2
            sleep 0.05
        done
        echo "nothing answers at $where" >&2
        return 1
    done
}

sshd_config() {
    local name=$1 address=$2 hostkey=$3
    shift 3
    {
        printf '%s\n' "ListenAddress $address:22" "HostKey $dir/$hostkey.key" "PidFile none" "UsePAM yes" "MaxStartups 100" \
            "KbdInteractiveAuthentication yes" "Subsystem sftp /usr/lib/openssh/sftp-server" "X11Forwarding yes" "PrintMotd no" "$@"
        [ "$name" != outside ] || printf '%s\n' "MaxSessions ${MAX_SESSIONS:-10}" "TCPKeepAlive yes" "ClientAliveInterval 10" "ClientAliveCountMax 60"
    } > "$dir/$name.conf"
}

start() {
    ip netns exec "spi-$id" "$@" &
    echo $! >> "$dir/pids"
}

down() {
    dir=$1
    [ -f "$dir/env" ] || return 0
    id=$(sed -n 's/^id=//p' "$dir/env")
    client=spc$id server=sps$id
    while read -r pid; do kill "$pid" 2> /dev/null || true; done < "$dir/pids"
    for ns in spo spi spl; do
        for pid in $(ip netns pids "$ns-$id" 2> /dev/null); do kill -9 "$pid" 2> /dev/null || true; done
        ip netns del "$ns-$id" 2> /dev/null || true
    done
    rm -f "/etc/pam.d/sskd$id"
    for user in "$client" "$server"; do userdel -rf "$user" > /dev/null 2>&1 || true; done
    rm -rf "$dir"
}

case ${1-} in
    up) up "$2" ;;
    down) down "$2" ;;
    *) sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
esac
