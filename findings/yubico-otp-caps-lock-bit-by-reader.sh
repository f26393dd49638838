#!/bin/bash
# What:     the counter of a Yubico OTP whose flag "triggered by caps lock" (bit 15 of the counter's two bytes) is set, in three readers.
# Versions: Debian libyubikey0 and libyubikey-dev (ykgenerate, ykparse) 1.13-6, python3-yubiotp 1.0.0.post1-2, libauth-yubikey-decrypter-perl 0.07-2.1.
# Expected: 19 for counter 19, with and without the flag: the counter has 15 bits (libyubikey's "cleaned counter").
# Seen:     python-yubiotp and Auth::Yubikey_Decrypter return 32787 with the flag (as "session" and as counter_dec), and nothing that says so.
# Matters:  a server that stores the highest counter seen, as all do against replay, takes one such token, and refuses every later one without
#           the flag: the key is dead after one odd press. Take the counter modulo 32768.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq libyubikey0=1.13-6 libyubikey-dev=1.13-6 python3-yubiotp=1.0.0.post1-2 libauth-yubikey-decrypter-perl=0.07-2.1 python3-pycryptodome libcrypt-rijndael-perl 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
export LD_LIBRARY_PATH PERL5LIB PYTHONPATH=$work/usr/lib/python3/dist-packages
LD_LIBRARY_PATH=$(dirname "$(find "$work/usr/lib" -name 'libyubikey.so.0')"); PERL5LIB=$work/usr/share/perl5:$(dirname "$(find "$work/usr/lib" -path '*Crypt/Rijndael.pm')")/..
key=ecde18dbe76fbd0c33330f1c354871db
read3() { # the three readers' counters of the token made from this counter
  token=$(usr/bin/ykgenerate $key 8792ebfe26cc "$1" c0a8 10 30)
  echo "ykparse $(usr/bin/ykparse $key "$token" | sed -n 's/.*cleaned counter: \([0-9]*\).*/\1/p')," \
    "python $(/usr/bin/python3 -c 'import sys; from yubiotp.otp import decode_otp; print(decode_otp(sys.argv[1].encode(), bytes.fromhex(sys.argv[2]))[1].session)' "$token" $key)," \
    "perl $(/usr/bin/perl -MAuth::Yubikey_Decrypter -e 'print((Auth::Yubikey_Decrypter::yubikey_decrypt(@ARGV))[2])' "ccccccccccbc$token" $key)"
}
plain=$(read3 0013); flag=$(read3 8013)
echo "expected: ykparse 19, python 19, perl 19; with the flag the same"
echo "seen:     $plain; with the flag $flag"
[ "$plain" = 'ykparse 19, python 19, perl 19' ] && [ "$flag" = 'ykparse 19, python 32787, perl 32787' ] || { echo "CHANGED"; exit 1; }
echo "still so: two of three count the flag"
