#!/bin/bash
# What:     logrotate with a configuration file that its group may write (mode 0664, as umask 002 leaves it), and for comparison one that names an unknown user.
# Versions: Debian logrotate 3.21.0-1.
# Expected: "error: Ignoring …" is an error: exit status 1, as for the unknown user, so that the timer's unit fails.
# Seen:     the file is ignored, the error is printed, and the exit status is 0.
# Matters:  the log that the file was for grows until the disk is full, and nothing turns red. In packages and playbooks set mode 0644, and
#           look for "error:" in the output.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq logrotate=3.21.0-1 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x logrotate*.deb .
rotate() {
  rm -f app.log*; echo line > app.log; printf '%s/app.log {\n rotate 2\n size 1\n%s\n}\n' "$work" "$2" > conf; chmod "$1" conf
  local rc=0; usr/sbin/logrotate -s state conf > out 2>&1 || rc=$?
  if [ -e app.log.1 ]; then echo "rotated, $rc"; else echo "not rotated, $rc"; fi
}
fine=$(rotate 0644 ''); unknown=$(rotate 0644 ' create 0640 no-such-user root'); group=$(rotate 0664 ''); said=$(grep error out)
echo "expected: rotated, 0; unknown user: not rotated, 1; group may write: not rotated, 1"
echo "seen:     $fine; unknown user: $unknown; group may write: $group"; echo "          $said" | sed "s|$work/||"
[ "$fine;$unknown;$group" = 'rotated, 0;not rotated, 1;not rotated, 0' ] || { echo "CHANGED"; exit 1; }
echo "still so: the error leaves no trace in the exit status"
