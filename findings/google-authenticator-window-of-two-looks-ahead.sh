#!/bin/bash
# What:     pam_google_authenticator with an even WINDOW_SIZE (google-authenticator -w 2, -w 4): codes of which time steps get in?
# Versions: Debian libpam-google-authenticator 20191231-2, pamtester 0.1.2-4, oathtool 2.6.7.
# Expected: with two codes valid at a time, this step's and the one before, for people who type slowly (RFC 6238, section 5.2); with four, two before or
#           as many before as after.
# Seen:     two: this step's and the next one's, never the one before; four: one before and two after. An odd size is even on both sides.
# Matters:  -w 2, meant as "a little patience", refuses whoever reads the code in its last second, and lets in only phones that are fast. Take 3.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it mounts its own PAM files in a mount namespace"; exit 1; }
command -v pamtester > /dev/null || { echo "install pamtester"; exit 1; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq libpam-google-authenticator=20191231-2 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x libpam-google*.deb .
cp -a /etc/pam.d pam.d; echo "auth required $(find "$work" -name pam_google_authenticator.so) secret=$work/token user=root" > pam.d/finding
key=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
try() { # size, step: is the code of that step, counted from this one, let in?
  rm -f token; printf '%s\n" WINDOW_SIZE %s\n" TOTP_AUTH\n' $key "$1" > token; chmod 400 token
  oathtool --totp -b -N "@$(($(date +%s) + 30 * $2))" $key | unshare -m bash -c 'mount --bind pam.d /etc/pam.d && pamtester finding root authenticate' > out 2>&1 || true
  grep -q 'successfully authenticated' out
}
steps() {
  while [ $(($(date +%s) % 30)) -gt 18 ]; do sleep 1; done # not at the end of a step
  list=; for step in -3 -2 -1 0 1 2 3; do if try "$1" "$step"; then list+=" $step"; fi; done; echo "$1:$list"
}
seen="$(steps 2); $(steps 3); $(steps 4)"
echo "expected: 2: -1 0; 3: -1 0 1; 4: -2 -1 0 1"; echo "seen:     $seen"
[ "$seen" = '2: 0 1; 3: -1 0 1; 4: -1 0 1 2' ] || { echo "CHANGED"; exit 1; }
echo "still so: the odd one is in the future"
