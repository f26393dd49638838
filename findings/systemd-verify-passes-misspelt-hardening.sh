#!/bin/bash
# What:     the exit status of systemd-analyze verify for a unit whose hardening is misspelt.
# Versions: Debian systemd 252.39-1~deb12u2.
# Expected: not 0: that is what a verifier in a build is for.
# Seen:     "Unknown key …, ignoring" and "Failed to parse boolean value, ignoring" are written, and the status is 0: unknown keys and values that
#           cannot be read are warnings to it, as they are to systemd, which starts the unit without that protection. Only with
#           --recursive-errors (any value) is the status 1; the man page says so in that option's paragraph, which is about dependencies.
# Matters:  `systemd-analyze verify` in a package's tests passes a unit whose NoNewPrivileges= or ProtectSystem= is not in force. Look at what it
#           writes, or pass --recursive-errors=no.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
command -v systemd-analyze > /dev/null || { echo "install systemd"; exit 1; }
printf '[Service]\nExecStart=/bin/true\nNoNewPriviliges=yes\nMemoryDenyWriteExecute=maybe\n' > finding.service
printf '[Service]\nExecStart=/bin/true\nNoNewPrivileges=yes\nMemoryDenyWriteExecute=yes\n' > right.service
verify() { local status=0; timeout 60 systemd-analyze verify "$@" > out 2>&1 || status=$?; echo $status; }
right=$(verify --recursive-errors=no ./right.service); plain=$(verify ./finding.service); grep -iE 'ignoring' out || true; strict=$(verify --recursive-errors=no ./finding.service)
echo "expected: right unit 0; misspelt unit 1, and 1 with --recursive-errors=no"
echo "seen:     right unit $right; misspelt unit $plain, and $strict with --recursive-errors=no"
[ "$right $plain $strict" = '0 0 1' ] || { echo "CHANGED"; exit 1; }
echo "still so: a unit without the protection that it asks for passes"
