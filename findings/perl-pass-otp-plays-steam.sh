#!/bin/bash
# What:     Perl's Pass::OTP with an otpauth URI whose issuer's name begins with "Steam", as "Steamboat Museum".
# Versions: Debian libpass-otp-perl 1.5-2; oathtool 2.6.7 as the other side.
# Expected: six digits, as the URI says: the issuer is a text for people.
# Seen:     five letters of the game shop's alphabet: the issuer alone decides, if it begins so in capitals or small letters, and digits=6 of the URI is
#           overruled. With the name only in the label the digits come.
# Matters:  a site's name changes its codes, and only in this program, which people see as a wrong key. Leave the parameter issuer out for such a name.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq libpass-otp-perl=1.5-2 libconvert-base32-perl libdigest-hmac-perl 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
export PERL5LIB=$work/usr/share/perl5; key=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
code() { /usr/bin/perl -MPass::OTP=otp -MPass::OTP::URI=parse -e 'print otp(parse($ARGV[0]), now => 59)' "otpauth://totp/$1alice?secret=$key&digits=6$2"; }
right=$(oathtool --totp -b -N @59 $key)
seen="$(code Museum: '&issuer=Museum') $(code Steamboat%20Museum: '') $(code Steamboat%20Museum: '&issuer=Steamboat%20Museum') $(code steamboat: '&issuer=steamboat')"
echo "issuers Museum, none (Steamboat Museum in the label), Steamboat Museum, steamboat"; echo "expected: $right $right $right $right"; echo "seen:     $seen"
[ "$seen" = "$right $right PV9M4 PV9M4" ] || { echo "CHANGED"; exit 1; }
echo "still so: a name makes letters of the code"
