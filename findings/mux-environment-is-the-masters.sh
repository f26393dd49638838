#!/bin/bash
# What:     SendEnv and SetEnv of a call that rides on a running session (ControlMaster), at a sshd that accepts the variable.
# Versions: OpenSSH 9.2p1 (Debian openssh-client and openssh-server 1:9.2p1-2+deb12u10), both ends.
# Expected: each ssh call sends the variables that its own command line and configuration name: a session is a channel of its own with env
#           requests of its own.
# Seen:     the master decides. A call's SetEnv is not sent at all; its SendEnv counts only for names that the master's SendEnv had too;
#           and the master's own SetEnv, of hours ago, is sent with every call, over whatever the call wanted.
# Matters:  DUO_PASSCODE by SetEnv or SendEnv (login_duo with accept_env_factor) never arrives over a shared connection: the factor is asked
#           for as if none had been given; and a master started with SetEnv=DUO_PASSCODE=123456 sends that spent code with each later call.
#           Calls with DUO_PASSCODE need ControlPath=none, or SendEnv DUO_PASSCODE in the master's configuration.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT; cd "$work"
ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t ed25519 -N '' -f key; cp key.pub authorized
cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile $work/authorized
StrictModes no
UsePAM no
PidFile $work/sshd.pid
AcceptEnv FIRST SECOND
C
mkdir -p /run/sshd
for port in $(shuf -i 20000-30000 -n 20); do
  /usr/sbin/sshd -f sshd.conf -p "$port" -E "$work/sshd.log" 2> /dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
done
options=(-F none -q -T -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ControlPath="$work/c" -i "$work/key" -p "$port")
go() { timeout 20 ssh "${options[@]}" "$@" root@127.0.0.1 'echo "$FIRST,$SECOND"' < /dev/null; }
timeout 20 ssh "${options[@]}" -o ControlMaster=yes -o SetEnv=FIRST=of-the-master -fN root@127.0.0.1
set_env=$(go -o 'SetEnv=FIRST=mine SECOND=mine'); send_env=$(SECOND=mine go -o SendEnv=SECOND)
ssh "${options[@]}" -O exit root@127.0.0.1 2> /dev/null
timeout 20 ssh "${options[@]}" -o ControlMaster=yes -o SendEnv=SECOND -fN root@127.0.0.1
both=$(SECOND=mine go -o SendEnv=SECOND); only_master=$(SECOND=mine go)
ssh "${options[@]}" -O exit root@127.0.0.1 2> /dev/null
alone=$(go -o 'SetEnv=FIRST=mine SECOND=mine')
echo "without a master, SetEnv of both:        $alone"
echo "master SetEnv FIRST, call SetEnv both:   expected mine,mine    seen $set_env"
echo "master nothing,      call SendEnv SECOND: expected ,mine        seen $send_env"
echo "master SendEnv too,  call SendEnv SECOND: expected ,mine        seen $both"
echo "master SendEnv,      call nothing:        expected ,            seen $only_master"
[ "$alone $set_env $send_env $both $only_master" = 'mine,mine of-the-master, of-the-master, ,mine ,' ] || { echo "CHANGED"; exit 1; }
echo "still so: over a shared connection the master's configuration picks the variables"
