#!/bin/bash
# What:     principals given to ssh-keygen -n with a blank after the comma, as one writes lists.
# Versions: OpenSSH 9.2p1 (Debian openssh-client 1:9.2p1-2+deb12u10).
# Expected: the names alice and bob; or an error, since a user name has no blanks.
# Seen:     the second principal is " bob" with the blank. ssh-keygen -L indents its list, so the blank can hardly be seen; the certificate is valid for
#           nobody of that name, and sshd says only "name is not a listed principal".
# Matters:  a certificate made by hand or by a script that joins names with ", " works for the first name in the list, which is the one that is
#           tried, and for no other. Trim and check names before signing.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
for name in ca key; do ssh-keygen -q -t ed25519 -N '' -f $name; done
ssh-keygen -q -s ca -I finding -n 'alice, bob' -V -5m:+1h key.pub
# the certificate as bytes: strings with a length before each (PROTOCOL.certkeys)
seen=$(awk '{ print $2 }' key-cert.pub | base64 -d | od -An -v -tx1 | tr -d ' \n' | grep -oE '00000005616c69636500000003626f62|00000005616c6963650000000420626f62' || true)
echo "expected: 5 bytes \"alice\", 3 bytes \"bob\""
case $seen in *0000000420626f62) echo 'seen:     5 bytes "alice", 4 bytes " bob"';; *) echo "seen:     $seen"; echo "CHANGED"; exit 1;; esac
ssh-keygen -L -f key-cert.pub | grep -A3 Principals
echo "still so: the blank is part of the name"
