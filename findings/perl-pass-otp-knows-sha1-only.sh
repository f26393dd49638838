#!/bin/bash
# What:     Perl's Pass::OTP (parse an otpauth URI, compute the code) with RFC 6238's keys for SHA-256 and SHA-512, the hash in capitals and in small letters.
# Versions: Debian libpass-otp-perl 1.5-2; oathtool 2.6.7 as the other side.
# Expected: algorithm=SHA256 and SHA512, as every program writes them, give RFC 6238's codes (appendix B), in small letters too.
# Seen:     in capitals both are ignored: the codes are SHA-1's. In small letters sha256 is right, and sha512 gives codes that no other program has. No
#           error anywhere.
# Matters:  a token of a better hash is unusable for people who have this in a script, and the URI looks right. Such people need SHA-1, or the
#           hash written in small letters and SHA-256.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq libpass-otp-perl=1.5-2 libconvert-base32-perl libdigest-hmac-perl 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
export PERL5LIB=$work/usr/share/perl5
k256=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA; k512=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA
code() { # key, hash: which hash's code is it?
  this=$(/usr/bin/perl -MPass::OTP=otp -MPass::OTP::URI=parse -e 'print otp(parse($ARGV[0]), now => 59)' "otpauth://totp/x:alice?secret=$1&digits=8&algorithm=$2")
  for hash in sha1 sha256 sha512; do [ "$this" != "$(oathtool --totp=$hash -d 8 -b -N @59 "$1")" ] || { echo "$2 as $hash"; return; }; done; echo "$2 as nobody"
}
seen="$(code $k256 SHA1), $(code $k256 SHA256), $(code $k256 sha256), $(code $k512 SHA512), $(code $k512 sha512)"
echo "expected: SHA1 as sha1, SHA256 as sha256, sha256 as sha256, SHA512 as sha512, sha512 as sha512"; echo "seen:     $seen"
[ "$seen" = 'SHA1 as sha1, SHA256 as sha1, sha256 as sha256, SHA512 as sha1, sha512 as nobody' ] || { echo "CHANGED"; exit 1; }
echo "still so: capitals are SHA-1, and SHA-512 is nobody's"
