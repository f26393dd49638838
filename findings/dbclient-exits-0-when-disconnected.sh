#!/bin/bash
# What:     the exit status of dbclient when the server ends the login after too many wrong answers (MaxAuthTries).
# Versions: Debian dropbear-bin 2022.83-1+deb12u3; sshd 9.2p1 (Debian openssh-server 1:9.2p1-2+deb12u10).
# Expected: not 0: the command never ran. ssh says 255, dbclient itself says 1 when no method is left or nobody listens.
# Seen:     0, with "exited: Disconnect received" on stderr: dbclient ends with the status of a command that it never asked for.
# Matters:  a backup by cron through dbclient to a door that disconnects (wrong code, lockout, penalties) reports success each night. Check for
#           something that the command prints, not for the status.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq dropbear-bin=2022.83-1+deb12u3 libtomcrypt1 libtommath1 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
export LD_LIBRARY_PATH; LD_LIBRARY_PATH=$work/$(dirname "$(find usr/lib -name libtomcrypt.so.1)")
ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t ed25519 -N '' -f key; cp key.pub authorized
cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile $work/authorized
StrictModes no
UsePAM no
PidFile $work/sshd.pid
MaxAuthTries 2
PasswordAuthentication yes
C
mkdir -p /run/sshd
for port in $(shuf -i 20000-30000 -n 20); do
  /usr/sbin/sshd -f sshd.conf -p "$port" -E "$work/sshd.log" 2> /dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
done
status=0; HOME=$work timeout 30 setsid --wait usr/bin/dbclient -y -y -p "$port" root@127.0.0.1 'echo inside' < /dev/null > out 2> err || status=$?
other=0; HOME=$work timeout 30 setsid --wait usr/bin/dbclient -y -y -p 1 root@127.0.0.1 'echo inside' < /dev/null > /dev/null 2>&1 || other=$?
echo "expected: 1, as when nobody listens (that is $other here)"
echo "seen:     $status, stdout \"$(cat out)\", stderr \"$(tail -1 err)\""
[ "$status" = 0 ] && [ ! -s out ] && grep -q 'Disconnect received' err || { echo "CHANGED"; exit 1; }
echo "still so: refused and disconnected is success to a script"
