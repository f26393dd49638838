#!/bin/bash
# What:     ssh-certinfo of Debian's ssh-tools on certificates with one open end: "-V always:DATE" and "-V DATE:forever".
# Versions: Debian ssh-tools 1.7-2; OpenSSH 9.2p1 (Debian openssh-client 1:9.2p1-2+deb12u10).
# Expected: valid, with or without the number of days that are left: ssh-keygen -L writes "before DATE" and "after DATE".
# Seen:     the date is taken from the third word of the line whatever the second says. A certificate valid until 2099 is INVALID (it is shown
#           to begin in 2099), one valid since 2020 is EXPIRED (it is shown to have ended). "forever" and two dates are shown right.
# Matters:  an administrator who looks for expired certificates with it renews the good ones. What shows a validity must know all four forms of it.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq ssh-tools=1.7-2 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x ssh-tools_*.deb .
ssh-keygen -q -t ed25519 -N '' -f ca; ssh-keygen -q -t ed25519 -N '' -f key
seen=
for validity in 20200101:20990101 always:forever always:20990101 20200101:forever; do
  ssh-keygen -q -s ca -I finding -n alice -V $validity key.pub
  says=$(usr/bin/ssh-certinfo key-cert.pub | grep -oE 'SSH_CERT_[A-Z]+'); echo "-V $validity ($(ssh-keygen -L -f key-cert.pub | grep -o 'Valid: .*')): $says"; seen="$seen$says;"
done
echo "expected: SSH_CERT_VALID four times"
[ "$seen" = 'SSH_CERT_VALID;SSH_CERT_VALID;SSH_CERT_INVALID;SSH_CERT_EXPIRED;' ] || { echo "CHANGED"; exit 1; }
echo "still so: a half-open validity is read as the other end"
