#!/bin/bash
# What:     the log of a login with two methods (AuthenticationMethods password,publickey), sieved by logcheck's rules for servers.
# Versions: Debian logcheck-database 1.4.2+deb12u1; sshd and ssh 9.2p1 (1:9.2p1-2+deb12u10).
# Expected: nothing is left, as for a login with a key, a password or keyboard-interactive: the rules know them all.
# Seen:     "Partial password for root from …" is left: the line that sshd writes when a password was the first of two methods is in no rule, so
#           each good login of each user is mailed as an event.
# Matters:  with the second factor switched on the administrator gets a mail an hour until the mails are no longer read. Add a rule of your own for
#           "Partial (password|publickey|keyboard-interactive/pam)"; with LogLevel VERBOSE sshd writes it for all of them.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
service=finding-$$
work=$(mktemp -d); trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work" "/etc/pam.d/$service"' EXIT; cd "$work"
apt-get download -qq logcheck-database=1.4.2+deb12u1 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x logcheck-database_*.deb .
for k in host key; do ssh-keygen -q -t ed25519 -N '' -f $k; done
openssl rand -hex 16 > password; printf '#!/bin/sh\n[ "$(tr -d "\\000")" = "$(cat %s/password)" ]\n' "$work" > check; chmod +x check
printf 'auth required pam_exec.so quiet expose_authtok %s/check\naccount required pam_permit.so\n' "$work" > "/etc/pam.d/$service"
ln -s /usr/sbin/sshd "$service"; mkdir -p /run/sshd; printf '#!/bin/sh\ncat %s/password\n' "$work" > ask; chmod +x ask
left() {
  cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile $work/key.pub
PermitRootLogin yes
AuthenticationMethods $1
StrictModes no
UsePAM yes
PidFile $work/sshd.pid
C
  for port in $(shuf -i 20000-30000 -n 20); do
    "$work/$service" -f "$work/sshd.conf" -p "$port" -E "$work/sshd.log" 2> /dev/null || true
    for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
  done
  : > sshd.log
  SSH_ASKPASS=$work/ask SSH_ASKPASS_REQUIRE=force timeout 20 ssh -F none -q -i key -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -p "$port" root@127.0.0.1 true < /dev/null
  for _ in $(seq 50); do ! grep -q 'Disconnected from' sshd.log || break; sleep 0.1; done
  kill "$(cat sshd.pid)"; while [ -s sshd.pid ]; do sleep 0.1; done
  tr -d '\r' < sshd.log | sed "s/^/$(LC_ALL=C date '+%b %d %H:%M:%S') host sshd[4711]: /" | grep -v ': Received signal' > log          # as syslog has them
  cat etc/logcheck/ignore.d.paranoid/* etc/logcheck/ignore.d.server/* | grep -vE '^(#|$)' > rules
  grep -vEf rules log | sed 's/.*4711\]: //; s/ port .*//' || true
}
single=$(left password); double=$(left password,publickey); sed 's/.*4711\]: /    /' log
echo "expected: nothing is left of either"
echo "seen:     left of a login with a password: '$single'; with a password and a key: '$double'"
[ -z "$single" ] && [ "$double" = 'Partial password for root from 127.0.0.1' ] || { echo "CHANGED"; exit 1; }
echo "still so: logcheck does not know the first of two methods"
