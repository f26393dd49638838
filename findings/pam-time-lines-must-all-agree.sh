#!/bin/bash
# What:     pam_time with two lines for one user, one for each of two hours of the day.
# Versions: Debian libpam-modules 1.5.2-6+deb12u1, pamtester 0.1.2-4.
# Expected: lines add up, as in authorized_keys or pam_access: whoever is inside one of the times is let in.
# Seen:     every line that names the user must agree, so two lines for different hours refuse at all hours. Written as one line
#           (Al0800-1200|Al1300-1700) the same times let in.
# Matters:  a second line for "also in the evening" locks the person out for good, and the journal says only "Permission denied". Use | within a line.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it mounts its own PAM files in a mount namespace"; exit 1; }
command -v pamtester > /dev/null || { echo "install pamtester"; exit 1; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
cp -a /etc/pam.d pam.d; cp -a /etc/security security
echo 'account required pam_time.so' > pam.d/finding
now="Al$(date -d '-1 hour' +%H00)-$(date -d '+1 hour' +%H59)"; later="Al$(date -d '+3 hours' +%H00)-$(date -d '+4 hours' +%H00)"
try() {
  printf 'finding;*;root;%s\n' "$@" > security/time.conf
  if unshare -m bash -c 'mount --bind pam.d /etc/pam.d && mount --bind security /etc/security && pamtester finding root acct_mgmt' > out 2>&1; then echo in; elif grep -q 'Permission denied' out; then echo refused; else cat out; fi
}
seen="now: $(try "$now"); later: $(try "$later"); now and later on two lines: $(try "$now" "$later"); on one line: $(try "$now|$later")"
echo "expected: now: in; later: refused; now and later on two lines: in; on one line: in"
echo "seen:     $seen"
[ "$seen" = 'now: in; later: refused; now and later on two lines: refused; on one line: in' ] || { echo "CHANGED"; exit 1; }
echo "still so: a second line takes away"
