#!/bin/bash
# What:     Perl's Authen::OATH with a raw key whose bytes happen to be digits and letters from a to f, such as RFC 6238's key for SHA-256.
# Versions: Debian libauthen-oath-perl 2.0.1-2; oathtool 2.6.7.
# Expected: the key is its bytes, as in the synopsis (totp('MySecretPassword')), whatever characters they are.
# Seen:     from 32 characters on, a key of 0-9, a-f and A-F alone is read as hexadecimal: half as many bytes and other codes. One character fewer, or
#           a g in it, and it is raw again. The documentation does not say so.
# Matters:  a key made as text by a token generator (32 hexadecimal letters, used as ASCII) or one of the standard's examples gives codes that no
#           other program accepts, while other keys of the same code work. Always pass the bytes as hexadecimal.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq libauthen-oath-perl=2.0.1-2 libdigest-hmac-perl libmoo-perl libclass-method-modifiers-perl librole-tiny-perl libsub-quote-perl libtype-tiny-perl libexporter-tiny-perl 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
code() { PERL5LIB=$work/usr/share/perl5 perl -MAuthen::OATH -e 'print Authen::OATH->new->hotp($ARGV[0], 1)' "$1"; }
raw() { oathtool --hotp -c 1 "$(printf %s "$1" | od -An -tx1 | tr -d ' \n')"; }
seen=
for key in 12345678901234567890 1234567890123456789012345678901 12345678901234567890123456789012 1234567890123456789012345678901g; do
  got=$(code $key); if [ "$got" = "$(raw $key)" ]; then is=raw; elif [ "$got" = "$(oathtool --hotp -c 1 $key)" ]; then is=hexadecimal; else is=other; fi
  echo "$key (${#key} characters): $is"; seen="$seen$is;"
done
echo "expected: raw four times"
[ "$seen" = 'raw;raw;hexadecimal;raw;' ] || { echo "CHANGED"; exit 1; }
echo "still so: 32 digits are 16 bytes"
