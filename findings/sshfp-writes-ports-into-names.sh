#!/bin/bash
# What:     hash-slinger's sshfp on a known_hosts line for a server on another port ([host]:2222).
# Versions: Debian hash-slinger 3.1-1.1+deb12u1; bind9-utils (named-checkzone) 9.18; OpenSSH 9.2p1.
# Expected: a record for the host's name: SSHFP knows no ports, and ssh asks for the name alone.
# Seen:     asked for the host by name, it finds nothing. With -a it writes a record whose owner is "[host.example.org]:2222", which named-checkzone
#           takes without a word. No client will ever ask for it. A line without a port is written right.
# Matters:  the doors with a second factor are often on another port; their records are in the zone, the zone loads, and ssh finds none. Make the
#           records on the host itself: ssh-keygen -r NAME.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq hash-slinger=3.1-1.1+deb12u1 python3-dnspython python3-m2crypto python3-unbound bind9-utils bind9-libs libuv1 libmaxminddb0 libfstrm0 libprotobuf-c1 liblmdb0 libjemalloc2 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
ssh-keygen -q -t ed25519 -N '' -f host; key=$(cut -d' ' -f1,2 host.pub)
printf '%s\n' "[host.example.org]:2222 $key" "plain.example.org $key" > known
sshfp() { PYTHONPATH=$work/usr/lib/python3/dist-packages /usr/bin/python3 usr/bin/sshfp -k known "$@" 2> /dev/null | grep SSHFP || true; }
named=$(sshfp host.example.org); all=$(sshfp -a)
{ printf '%s\n' '$ORIGIN example.org.' '$TTL 60' '@ SOA ns hostmaster 1 60 60 60 60' '@ NS ns' 'ns A 192.0.2.1'; sed 's/^\([^ ]*\) /\1. /' <<< "$all"; } > zone
zone=$(LD_LIBRARY_PATH=$(echo "$work"/usr/lib/*-linux-gnu) usr/bin/named-checkzone -k fail example.org zone 2>&1 | tail -1 || true)
echo "asked by name:   ${named:-nothing} (expected a record)"
echo "all:             $(cut -d' ' -f1-4 <<< "$all" | paste -sd';') (expected host.example.org IN SSHFP 4)"
echo "named-checkzone: $zone"
[ -z "$named" ] && [ "$zone" = OK ] && [ "$(cut -d' ' -f1-4 <<< "$all" | paste -sd';')" = '[host.example.org]:2222 IN SSHFP 4;plain.example.org IN SSHFP 4' ] || { echo "CHANGED"; exit 1; }
echo "still so: the port is part of the name"
