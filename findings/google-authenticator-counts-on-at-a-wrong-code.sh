#!/bin/bash
# What:     pam_google_authenticator with a counter token (HOTP): a mistyped code, then the same code typed right.
# Versions: Debian libpam-google-authenticator 20191231-2, pamtester 0.1.2-4, oathtool 2.6.7.
# Expected: the right code gets in: the server's counter moves at a successful login (RFC 4226, section 7.2).
# Seen:     a wrong code moves HOTP_COUNTER on by one as well, so the code still on the display is refused; this moves it again, and the next code
#           is refused too. The counter runs away from the token by one for each attempt, past codes that were never shown to anybody.
# Matters:  a person who corrects a typing error never gets in; pressing the button twice helps. And the counter in the file is ahead of the token's,
#           so whoever takes the file over has to look back, or to ask for two codes in a row (Sallyport's import refuses counter tokens).
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it mounts its own PAM files in a mount namespace"; exit 1; }
command -v pamtester > /dev/null || { echo "install pamtester"; exit 1; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq libpam-google-authenticator=20191231-2 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x libpam-google*.deb .
cp -a /etc/pam.d pam.d; echo "auth required $(find "$work" -name pam_google_authenticator.so) secret=$work/token user=root" > pam.d/finding
key=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ; printf '%s\n" HOTP_COUNTER 5\n' $key > token; chmod 400 token
try() {
  echo "$1" | unshare -m bash -c 'mount --bind pam.d /etc/pam.d && pamtester finding root authenticate' > out 2>&1 || true
  if grep -q 'successfully authenticated' out; then printf in; else printf refused; fi; echo " (counter $(sed -n 's/^" HOTP_COUNTER //p' token))"
}
code() { oathtool -b -c "$1" $key; }
seen="000000: $(try 000000); code 5: $(try "$(code 5)"); code 6: $(try "$(code 6)"); code 8: $(try "$(code 8)")"
echo "expected: 000000: refused (counter 5); code 5: in (counter 6); code 6: in (counter 7); code 8: in (counter 9)"; echo "seen:     $seen"
[ "$seen" = '000000: refused (counter 6); code 5: refused (counter 7); code 6: refused (counter 8); code 8: in (counter 9)' ] || { echo "CHANGED"; exit 1; }
echo "still so: each wrong code costs a count"
