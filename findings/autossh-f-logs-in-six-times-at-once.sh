#!/bin/bash
# What:     autossh -f when each login is refused at once (ssh ends with 255, as after a wrong code, a lockout or a shut door).
# Versions: Debian autossh 1.4g-1+b1; ssh is a stand-in that ends with 255 and counts.
# Expected: a first connection that cannot be made ends autossh ("exits after the first failure", its gate time of 30 s), or it waits longer each time.
# Seen:     in the foreground it ends after one. With -f the gate time is set to 0, and it begins anew six times within a tenth of a second before it
#           waits for the first time; then again and again, for ever.
# Matters:  a tunnel that starts at boot at a two-factor door is six failed logins in an instant: the budget of a name and network is five, and rate
#           limits close for the address. Give -f tunnels a key that opens by itself, and AUTOSSH_GATETIME=30 behind a supervisor that waits.
set -euo pipefail
work=$(mktemp -d); trap '[ ! -s "$work/pid" ] || kill "$(cat "$work/pid")" 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq autossh=1.4g-1+b1 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x autossh*.deb .
printf '#!/bin/sh\ndate +%%s%%N >> %s/calls\nexit 255\n' "$work" > ssh; chmod +x ssh
export AUTOSSH_PATH=$work/ssh AUTOSSH_PIDFILE=$work/pid; unset AUTOSSH_GATETIME AUTOSSH_POLL
: > calls; timeout 20 usr/lib/autossh/autossh -M 0 -N door 2> /dev/null || true; foreground=$(wc -l < calls)
: > calls; usr/lib/autossh/autossh -f -M 0 -N door
for _ in $(seq 60); do [ "$(wc -l < calls)" -ge 7 ] && break; sleep 0.25; done
burst=$(awk 'NR == 1 { first = $1 } $1 - first < 1000000000 { n++ } END { print n }' calls)
echo "expected: foreground 1; with -f 1 or 2 in the first second"
echo "seen:     foreground $foreground; with -f $burst in the first second, $(wc -l < calls) within some seconds"
[ "$foreground" = 1 ] && [ "$burst" -ge 5 ] || { echo "CHANGED"; exit 1; }
echo "still so: a burst of logins before the first pause"
