#!/bin/bash
# A small site in network namespaces, for the tests of ssh-with-2fa with real programs.
#   site.sh up DIR      builds it and writes DIR/env (names, users, codes); DIR must not exist
#   site.sh down DIR    takes everything back, also what a broken "up" left
#   site.sh restart DIR authority|gate|dora    ends that server, and starts it again
#
#   spo-ID  a laptop outside: 198.51.100.2, reaches only the public address 198.51.100.1. Its second plug, speID, leads inside; it is
#           down, and the site has a way back to 10.77.1.101 there
#   spi-ID  the site: the gate before the outside sshd (skey line, then password) at 198.51.100.1:22, the authority with its
#           HTTPS at 2fa.maths.example:443; inside sshds dora 10.77.1.2 and savona 10.77.1.3; a web page at 10.77.1.4:80;
#           an echo service (named so) at 10.77.1.2:143
#   spl-ID  a laptop inside: 10.77.1.100
# SALLYPORT names the sallyport command, where every user can run it.
set -euo pipefail

up() {
    dir=$1
    mkdir "$dir"
    chmod 755 "$dir"
    id=$(od -An -N3 -tx1 /dev/urandom | tr -d ' \n')
    client=spc$id server=sps$id keeper=spk$id password=pw-$id-$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')
    cat > "$dir/env" <<ENV
id=$id
client=$client
server=$server
password=$password
ENV
    : > "$dir/pids"
    users
    networks
    servers
    authority
    door
    await 198.51.100.1/22 198.51.100.1/443
    echo ready=1 >> "$dir/env"
}

users() {
    useradd -m -s /bin/bash "$client"
    useradd -m -s /bin/bash "$server"
    useradd --system --no-create-home "$keeper"
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
    # "ip netns exec" puts this in the place of /etc/hosts.
    mkdir -p "/etc/netns/spo-$id"
    printf '127.0.0.1 localhost\n198.51.100.1 2fa.maths.example dora.maths.example\n' > "/etc/netns/spo-$id/hosts"
    ip link add "spe$id" netns "spo-$id" type veth peer name "spf$id" netns "spi-$id"
    for ns in spo spi spl; do ip -n "$ns-$id" link set lo up; done
    ip -n "spo-$id" link set "spa$id" up
    ip -n "spi-$id" link set "spb$id" up
    ip -n "spl-$id" link set "spc$id" up
    ip -n "spi-$id" link set "spd$id" up
    ip -n "spi-$id" link set "spf$id" up
    ip -n "spi-$id" route add 10.77.1.101/32 dev "spf$id"
}

servers() {
    for host in dora savona; do ssh-keygen -q -t ed25519 -N '' -C '' -f "$dir/$host.key"; done
    chmod 644 "$dir"/*.key.pub
    mkdir -p /run/sshd
    sshd_config dora 10.77.1.2 dora 'PasswordAuthentication yes' "MaxSessions ${MAX_SESSIONS:-10}"
    sshd_config savona 10.77.1.3 savona 'PasswordAuthentication yes'
    start_dora
    start savona /usr/sbin/sshd -D -e -f "$dir/savona.conf" 2> "$dir/savona.log"
    mkdir "$dir/www"
    echo "inside page $id" > "$dir/www/index.html"
    start page python3 -m http.server --bind 10.77.1.4 --directory "$dir/www" 80 > /dev/null 2>&1
    start echo socat TCP-LISTEN:143,bind=10.77.1.2,reuseaddr,fork EXEC:cat > /dev/null 2>&1
    await 10.77.1.2/22 10.77.1.3/22 10.77.1.4/80 10.77.1.2/143
}

start_dora() { start dora /usr/sbin/sshd -D -e -f "$dir/dora.conf" 2>> "$dir/dora.log"; }

# The authority, with one person and a sheet of lines.
authority() {
    install -d -o "$keeper" "$dir/run" "$dir/state"
    (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' > "$dir/radius.secret")
    chown "$keeper" "$dir/radius.secret"
    cat > "$dir/sallyport.conf" <<CONF
site = maths
state-folder = $dir/state
socket = $dir/run/authority.sock
notices-folder = $dir/run/notices
gate-group = nogroup
[radius]
listen = 127.0.0.1:1812
[radius-client this-machine]
address = 127.0.0.1
secret-file = $dir/radius.secret
[duo]
listen = 198.51.100.1:443
names = 2fa.maths.example
CONF
    start_authority --new
    for _ in $(seq 600); do
        sallyport user add "$server" > /dev/null 2>&1 && break
        sleep 0.1
    done
    sallyport skey sheet --for "$server" | grep -oE '[0-9]+:? +([A-Z]+ +){5}[A-Z]+' > "$dir/sheet"
    chmod 644 "$dir/sheet"
}

start_authority() {
    start authority setpriv --reuid "$keeper" --regid "$keeper" --clear-groups --inh-caps +net_bind_service --ambient-caps +net_bind_service \
        "$SALLYPORT" serve "$@" --config "$dir/sallyport.conf" >> "$dir/authority.log" 2>&1
}

sallyport() { "$SALLYPORT" "$@" --config "$dir/sallyport.conf"; }

# The outside sshd as our installer makes it, with the gate in front.
door() {
    sallyport sshd install --order code-first --name "sskd$id" --prefix "$dir/root" --port 22 --host-key "$dir/dora.key" --no-start > "$dir/install.log"
    local config=$dir/root/etc/ssh/sskd${id}_config sshd=$dir/root/usr/local/sbin/sskd$id
    # The installer makes a link only for a sshd that takes its PAM service's name from it.
    [ -e "$sshd" ] || sshd=/usr/sbin/sshd
    sed -i "1i MaxSessions ${MAX_SESSIONS:-10}\nAcceptEnv DUO_PASSCODE\nX11Forwarding yes" "$config"
    install -d -o nobody "$dir/gate"
    cat > "$dir/gate.conf" <<CONF
[gate]
listen = 198.51.100.1:22
user = nobody
sshd = $sshd
sshd-arguments = -i -f $config -E $dir/outside.log
sshd-check = $SALLYPORT sshd check --before-start --name sskd$id --prefix $dir/root
state = $dir/gate/state
control = $dir/gate/control.sock
authority = unix:$dir/run/authority.sock
CONF
    touch "$dir/outside.log"
    start_gate
}

start_gate() { start gate "$SALLYPORT" gate --config "$dir/gate.conf" >> "$dir/gate.log" 2>&1; }

# await ADDRESS/PORT...: until somebody listens there.
await() {
    local where
    for where in "$@"; do
        for _ in $(seq 2400); do
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
    } > "$dir/$name.conf"
}

# start NAME COMMAND...
start() {
    local name=$1
    shift
    ip netns exec "spi-$id" "$@" &
    echo "$! $name" >> "$dir/pids"
}

restart() {
    dir=$1
    id=$(sed -n 's/^id=//p' "$dir/env")
    keeper=spk$id
    local pid
    pid=$(sed -n "s/ $2\$//p" "$dir/pids" | tail -n 1)
    kill "$pid"
    while kill -0 "$pid" 2> /dev/null; do sleep 0.05; done
    "start_$2"
    case $2 in
        authority) await 198.51.100.1/443 ;;
        gate) await 198.51.100.1/22 ;;
        dora) await 10.77.1.2/22 ;;
    esac
}

down() {
    dir=$1
    [ -f "$dir/env" ] || return 0
    id=$(sed -n 's/^id=//p' "$dir/env")
    client=spc$id server=sps$id keeper=spk$id
    while read -r pid _; do kill "$pid" 2> /dev/null || true; done < "$dir/pids"
    for ns in spo spi spl; do
        for pid in $(ip netns pids "$ns-$id" 2> /dev/null); do kill -9 "$pid" 2> /dev/null || true; done
        ip netns del "$ns-$id" 2> /dev/null || true
    done
    "$SALLYPORT" sshd remove --name "sskd$id" --prefix "$dir/root" > /dev/null 2>&1 || true
    rm -rf "/etc/pam.d/sskd$id" "/etc/netns/spo-$id"
    for user in "$client" "$server" "$keeper"; do userdel -rf "$user" > /dev/null 2>&1 || true; done
    rm -rf "$dir"
}

case ${1-} in
    up) up "$2" ;;
    down) down "$2" ;;
    restart) restart "$2" "$3" ;;
    *) sed -n '2,15s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
esac
