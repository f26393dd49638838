#!/bin/bash
# What:     oathtool --totp -w 2, listing codes and checking one; and the same with a counter.
# Versions: oathtool 2.6.7 (Debian 2.6.7-3.1+deb12u1).
# Expected: the window that it lists is the window that it accepts, in both modes, and the number that it prints says which code it was.
# Seen:     for time it lists this step and two ahead, and accepts two behind as well; it prints 1 for the step before and for the step ahead alike. A
#           refusal then names one step to each side as the range that it searched. With a counter all is as expected.
# Matters:  whoever measures a token's clock with the number corrects half of them in the wrong direction. Compare with the list at -N "30 seconds ago".
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
key=3132333435363738393031323334353637383930; now=3000000000
code() { oathtool --totp -N "@$((now + 30 * $1))" $key; }
listed=$(oathtool --totp -w 2 -N @$now $key | while read -r c; do for step in -3 -2 -1 0 1 2 3; do [ "$c" != "$(code $step)" ] || printf ' %s' $step; done; done)
taken=; for step in -3 -2 -1 0 1 2 3; do if at=$(oathtool --totp -w 2 -N @$now $key "$(code $step)" 2> error); then taken+=" $step($at)"; fi; done
range=$(sed 's/.*range //' error)
hotp=; for count in 3 4 5 6 7 8; do if at=$(oathtool -c 5 -w 2 $key "$(oathtool -c $count $key)" 2> /dev/null); then hotp+=" $count($at)"; fi; done
seen="listed$listed, taken$taken, range $range, counter 5 takes$hotp"
echo "expected: listed and taken alike: listed 0 1 2, taken 0(0) 1(1) 2(2), counter 5 takes 5(0) 6(1) 7(2)"; echo "seen:     $seen"
[ "$seen" = 'listed 0 1 2, taken -2(2) -1(1) 0(0) 1(1) 2(2), range 99999999 .. 100000001, counter 5 takes 5(0) 6(1) 7(2)' ] || { echo "CHANGED"; exit 1; }
echo "still so: three listed, five taken, and no sign"
