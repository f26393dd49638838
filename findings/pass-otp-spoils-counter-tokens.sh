#!/bin/bash
# What:     pass-otp with a counter-based key (HOTP), twice.
# Versions: Debian pass-otp 1.2.0-7, pass 1.7.4-6, bash 5.2.15-2 (any bash from 5.2), oathtool 2.6.7.
# Expected: the code of the counter that the URI names (42), then of 43; the entry keeps a URI that is valid.
# Seen:     the first code is already that of 43. Then the entry is spoilt: "…&counter=42counter=43", and every further code is refused with "missing
#           counter": from bash 5.2 on, an unquoted & in the replacement of ${…/…/…} is the text that was matched, and pass-otp
#           replaces "&counter=42" by "&counter=43".
# Matters:  a counter token moved into pass dies at its first use, and its counter is one ahead of the server's before that. Keep HOTP elsewhere, or set
#           `shopt -u patsub_replacement` in the extension.
set -euo pipefail
work=$(mktemp -d); trap 'GNUPGHOME=$work/gpg gpgconf --kill all 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
for needed in gpg oathtool; do command -v $needed > /dev/null || { echo "install $needed"; exit 1; }; done
apt-get download -qq pass=1.7.4-6 pass-otp=1.2.0-7 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
sed "s#/usr/lib/password-store#$work/usr/lib/password-store#" usr/bin/pass > pass; chmod +x pass    # where it looks for its extensions
export GNUPGHOME=$work/gpg PASSWORD_STORE_DIR=$work/store; mkdir -m 700 gpg
gpg --batch --quiet --passphrase '' --quick-gen-key finding@example.org default default never 2> /dev/null
./pass init finding@example.org > /dev/null 2>&1
key=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
echo "otpauth://hotp/alice?secret=$key&counter=42" | ./pass otp insert token > /dev/null 2>&1
first=$(./pass otp token 2> /dev/null | tail -1); kept=$(./pass show token); second=$(./pass otp token 2>&1 | tail -1 || true)
echo "first code:  expected $(oathtool -b --hotp -c 42 $key), seen $first (43 is $(oathtool -b --hotp -c 43 $key))"
echo "kept:        expected …&counter=43, seen $kept"
echo "second code: expected six digits, seen $second"
[ "$first" = "$(oathtool -b --hotp -c 43 $key)" ] && [[ $kept == *'&counter=42counter=43' && $second == *'missing counter'* ]] || { echo "CHANGED"; exit 1; }
echo "still so: one code, and the entry is spoilt"
