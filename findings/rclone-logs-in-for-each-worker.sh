#!/bin/bash
# What:     how many logins one rclone command makes at a SFTP host, with its defaults.
# Versions: Debian rclone 1.60.1+dfsg-2+b5; sshd 9.2p1 (Debian openssh-server 1:9.2p1-2+deb12u10).
# Expected: one: SFTP runs any number of transfers in one connection, and rclone keeps a pool of them to use again.
# Seen:     the pool grows as the work does: 4 connections for a copy of a dozen small files (--transfers), 8 for a check (--checkers), each a login of its
#           own, all within the same second.
# Matters:  with a code a login the second to eighth cannot be answered (a code is good for one), and wrong ones count; with a rate limit of three a
#           second the rest is refused. --sftp-connections is newer than this version: use --transfers 1 --checkers 1, or the session's local port.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq rclone=1.60.1+dfsg-2+b5 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x rclone*.deb .
ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t ed25519 -N '' -f key; cp key.pub authorized
cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile $work/authorized
StrictModes no
UsePAM no
LogLevel VERBOSE
MaxStartups 100
PidFile $work/sshd.pid
Subsystem sftp internal-sftp
C
mkdir -p /run/sshd
for port in $(shuf -i 20000-30000 -n 20); do
  /usr/sbin/sshd -f sshd.conf -p "$port" -E "$work/sshd.log" 2> /dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
done
mkdir src; for n in $(seq 24); do head -c 20000 /dev/urandom > "src/$n"; done
export HOME=$work
remote=":sftp,host=127.0.0.1,port=$port,user=root,key_file=$work/key:$work/copy"
logins() { : > sshd.log; timeout 60 usr/bin/rclone --config /dev/null "$@" > rclone.log 2>&1 < /dev/null || { cat rclone.log >&2; exit 1; }; grep -c 'Connection from' sshd.log; }
copy=$(logins copy src "$remote"); check=$(logins check src "$remote"); one=$(logins check --transfers 1 --checkers 1 src "$remote")
echo "expected: copy 1, check 1"
echo "seen:     copy $copy, check $check, check with --transfers 1 --checkers 1: $one"
[ "$copy" -ge 3 ] && [ "$check" -ge 5 ] && [ "$one" = 1 ] || { echo "CHANGED"; exit 1; }
echo "still so: a login for each worker"
