#!/bin/bash
# What:     npm's ldap2date with times as RFC 4517, section 3.3.13, allows them: an offset, and a fraction of an hour or a minute.
# Versions: npm ldap2date 2.0.0.
# Expected: 10:15 at +0100 is 09:15 in UTC; 10.5 hours are 10:30; 10:15.25 is 10:15:15.
# Seen:     11:55, since the four digits are taken for minutes, and are added where they should be subtracted; 10:00:00.5 and 10:15:00.25, since every
#           fraction is one of a second. With Z and seconds everything is right.
# Matters:  the end of an account or of a lock, read from a directory, is off by hours in the wrong direction. OpenLDAP writes its own times with Z, so
#           a test against it does not see this. Turn times with an offset into Z first.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . ldap2date@2.0.0 > /dev/null
seen=$(node -e 'console.log(process.argv.slice(1).map(time => require("ldap2date").parse(time).toISOString().slice(11, 22)).join(" "))' \
  20261128101500Z 20261128101500+0100 20261128101500-0530 2026112810.5Z 202611281015.25Z)
echo "10:15 UTC, 10:15+0100, 10:15-0530, 10.5 hours, 10:15.25"
echo "expected: 10:15:00.00 09:15:00.00 15:45:00.00 10:30:00.00 10:15:15.00"; echo "seen:     $seen"
[ "$seen" = '10:15:00.00 11:55:00.00 01:25:00.00 10:00:00.50 10:15:00.25' ] || { echo "CHANGED"; exit 1; }
echo "still so: one hour is a hundred minutes, in the other direction"
