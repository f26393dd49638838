#!/bin/bash
# What:     pam_u2f with two security keys of one user on two lines of its file, as `pamu2fcfg >> file`, run once for each key, leaves them.
# Versions: Debian libpam-u2f 1.1.0-1.1+deb12u1, pamtester 0.1.2-4. No key is plugged in: the module's debug log tells what it looks for.
# Expected: two devices, either of which opens, as with two lines of authorized_keys, or of pam_oath's file.
# Seen:     only the last line of a name counts ("Found 1 device(s)"), and the first key is forgotten in silence. On one line, with a colon between them
#           (`pamu2fcfg -n`), they are two.
# Matters:  enrolling the spare key shuts out the one that is in use, and it is found out on the day when only the other one is at hand.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it makes a PAM service of its own"; exit 1; }
command -v pamtester > /dev/null || { echo "install pamtester"; exit 1; }
work=$(mktemp -d); service=finding$$; trap 'rm -rf "$work" "/etc/pam.d/$service"' EXIT; cd "$work"
apt-get download -qq libpam-u2f=1.1.0-1.1+deb12u1 libfido2-1 libcbor0.8 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
echo "auth required $work/lib/$(uname -m)-linux-gnu/security/pam_u2f.so debug debug_file=$work/debug authfile=$work/keys origin=pam://host appid=pam://host" > "/etc/pam.d/$service"
point=$(openssl ecparam -name prime256v1 -genkey -noout 2> /dev/null | openssl ec -pubout -outform der 2> /dev/null | tail -c 65 | base64 -w0)
one="b25l,$point,es256,+presence" two="dHdv,$point,es256,+presence"
devices() {
  printf '%s\n' "$@" > keys; : > debug
  LD_LIBRARY_PATH=$work/usr/lib/$(uname -m)-linux-gnu timeout 60 pamtester "$service" root authenticate > out 2>&1 || true
  sed -n 's/.*Found \([0-9]*\) device.*/\1/p' debug
}
seen="on one line $(devices "root:$one:$two"), on two lines $(devices "root:$one" "root:$two")"
echo "expected: on one line 2, on two lines 2"
echo "seen:     $seen (of the two it tries $(sed -n 's/.*Key handle: //p' debug | sed 's/b25l/the first/; s/dHdv/the second/'))"
[ "$seen" = 'on one line 2, on two lines 1' ] || { echo "CHANGED"; exit 1; }
echo "still so: the last line of a name counts"
