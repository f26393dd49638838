#!/bin/bash
# What:     ssh-keygen -Y find-principals, which git and others ask whose a signature is, on allowed_signers with dates, namespaces and one key on two lines.
# Versions: OpenSSH 9.2p1 (Debian openssh-client 1:9.2p1-2+deb12u10).
# Expected: it names those for whom -Y verify would say "Good": all of them, under the conditions of their lines.
# Seen:     a line whose time is over is passed over, a line for another namespace is not: it names alice for a signature for "file" that only may sign for "git", and
#           verify then refuses. Of several lines with the key it reads up to the first alone: bob, whose line comes later and is good, is not named.
# Matters:  "find-principals, then verify with that name" refuses a good signature as soon as one key has lines for different uses. Ask verify with
#           the name that you expect.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
ssh-keygen -q -t ed25519 -N '' -f key; key=$(cut -d' ' -f1,2 key.pub); echo text > text
ssh-keygen -q -Y sign -n file -f key text 2> /dev/null
find_them() { printf '%s\n' "$@" > signers; ssh-keygen -Y find-principals -s text.sig -f signers 2> /dev/null | tr '\n' ' ' | sed 's/ $//' || true; }
good() { if ssh-keygen -Y verify -n file -I "$1" -s text.sig -f signers < text > /dev/null 2>&1; then echo good; else echo refused; fi; }
over=$(find_them "alice valid-before=\"20200101\" $key" "bob $key"); over="$over, who is $(good "$over")"
names=$(find_them "alice namespaces=\"git\" $key" "bob $key"); named="$names, who is $(good "$names"); bob is $(good bob)"
echo "expected: bob, who is good; bob, who is good (alice's line is over, or for git only)"
echo "seen:     $over; $named"
[ "$over; $named" = 'bob, who is good; alice, who is refused; bob is good' ] || { echo "CHANGED"; exit 1; }
echo "still so: find-principals knows dates, and no namespaces"
