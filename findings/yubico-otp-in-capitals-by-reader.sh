#!/bin/bash
# What:     a Yubico OTP typed while caps lock is on (the key is a keyboard, so all its letters are capitals), in four readers.
# Versions: Debian libyubikey0 and libyubikey-dev (modhex, ykgenerate, ykparse) 1.13-6, python3-yubiotp 1.0.0.post1-2, libauth-yubikey-decrypter-perl 0.07-2.1.
# Expected: the same token (modhex was made to survive keyboards), or an error that names a character.
# Seen:     python-yubiotp reads it. libyubikey takes every capital for a zero, without an error: modhex -d prints zeros and exits 0, and ykparse
#           decrypts sixteen zeros and says only "crc check: fail". Auth::Yubikey_Decrypter raises "Wide character".
# Matters:  what is wrong looks like a wrong AES key, and whoever searches for it resets the key. Servers: lower the case before anything else.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq libyubikey0=1.13-6 libyubikey-dev=1.13-6 python3-yubiotp=1.0.0.post1-2 libauth-yubikey-decrypter-perl=0.07-2.1 python3-pycryptodome libcrypt-rijndael-perl 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
export LD_LIBRARY_PATH PERL5LIB PYTHONPATH=$work/usr/lib/python3/dist-packages
LD_LIBRARY_PATH=$(dirname "$(find "$work/usr/lib" -name 'libyubikey.so.0')"); PERL5LIB=$work/usr/share/perl5:$(dirname "$(find "$work/usr/lib" -path '*Crypt/Rijndael.pm')")/..
key=ecde18dbe76fbd0c33330f1c354871db
token=$(usr/bin/ykgenerate $key 8792ebfe26cc 0013 c0a8 10 30); hex=$(usr/bin/modhex -d -h "$token")
read4() {
  echo "modhex $(if [ "$(usr/bin/modhex -d -h "$1")" = "$hex" ]; then echo same; else usr/bin/modhex -d -h "$1"; fi)," \
    "ykparse $(usr/bin/ykparse $key "$1" | sed -n 's/.*crc check: //p')," \
    "python $(/usr/bin/python3 -c 'import sys; from yubiotp.otp import decode_otp; print(decode_otp(sys.argv[1].encode(), bytes.fromhex(sys.argv[2]))[1].session)' "$1" $key)," \
    "perl $(/usr/bin/perl -MAuth::Yubikey_Decrypter -e '$SIG{__WARN__} = sub {}; my @r = eval { Auth::Yubikey_Decrypter::yubikey_decrypt(@ARGV) }; print @r ? $r[2] : $@ =~ /^(Wide character)/' "ccccccccccbc$1" $key)"
}
small=$(read4 "$token"); capitals=$(read4 "${token^^}")
echo "expected: modhex same, ykparse ok, python 19, perl 19; in capitals the same"
echo "seen:     $small; in capitals $capitals"
[ "$small" = 'modhex same, ykparse ok, python 19, perl 19' ] && [ "$capitals" = 'modhex 00000000000000000000000000000000, ykparse fail, python 19, perl Wide character' ] || { echo "CHANGED"; exit 1; }
echo "still so: capitals are zeros"
