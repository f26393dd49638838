#!/bin/bash
# What:     how many logins one scp, rsync, sftp and curl command makes for three files of one host.
# Versions: OpenSSH 9.2p1 (Debian openssh-client and openssh-server 1:9.2p1-2+deb12u10), rsync 3.2.7, curl 7.88.1 with libssh2 1.10.0.
# Expected: one each: one command, one host, one account. scp with several sources reads like cp with several sources.
# Seen:     scp logs in once for each remote source named (three), though all are of one host; with a directory or a pattern in one argument once.
#           rsync and sftp log in once; curl -Z once for each file.
# Matters:  `scp door:a door:b door:c .` asks for three codes, and the second code is not there before the next half minute: the copy stops in the
#           middle. Write `scp 'door:[abc]' .`, use rsync, or ride on a session.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT; cd "$work"
command -v rsync > /dev/null && command -v curl > /dev/null || { echo "install rsync and curl"; exit 1; }
ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t ed25519 -N '' -f key; cp key.pub authorized
cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile $work/authorized
StrictModes no
UsePAM no
LogLevel VERBOSE
PidFile $work/sshd.pid
Subsystem sftp internal-sftp
C
mkdir -p /run/sshd
for port in $(shuf -i 20000-30000 -n 20); do
  /usr/sbin/sshd -f sshd.conf -p "$port" -E "$work/sshd.log" 2> /dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
done
printf 'Host door\n HostName 127.0.0.1\n Port %s\n User root\n IdentityFile %s\n IdentitiesOnly yes\n StrictHostKeyChecking no\n UserKnownHostsFile /dev/null\n LogLevel ERROR\n' "$port" "$work/key" > config
mkdir src; for f in a b c; do echo "$f" > "src/$f"; done
logins() { : > sshd.log; mkdir -p to; "${@:2}" > /dev/null 2>&1 < /dev/null || { echo "$1 failed" >&2; exit 1; }; [ -s to/a ] && [ -s to/c ] || { echo "$1 copied nothing" >&2; exit 1; }; rm -r to; printf '%s %s;' "$1" "$(grep -c 'Connection from' sshd.log)"; }
at=$work/src
seen=$(logins scp scp -F config "door:$at/a" "door:$at/b" "door:$at/c" to
  logins scp-pattern scp -F config "door:$at/[a-c]" to
  logins rsync rsync -e 'ssh -F config' "door:$at/a" "door:$at/b" "door:$at/c" to/
  logins sftp sftp -b <(printf 'get %s/* to/\n' "$at") -F config door
  logins curl curl -sS -Z -k --key key --pubkey key.pub -u root: "sftp://127.0.0.1:$port$at/[a-c]" -o 'to/#1')
echo "expected: 1 each"
echo "seen:     $seen"
[ "$seen" = 'scp 3;scp-pattern 1;rsync 1;sftp 1;curl 3;' ] || { echo "CHANGED"; exit 1; }
echo "still so: scp logs in for each source"
