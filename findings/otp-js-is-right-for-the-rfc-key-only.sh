#!/bin/bash
# What:     npm's otp.js (googleAuthenticator.gen) with base32 keys as apps and servers make them: random bytes.
# Versions: npm otp.js 1.2.0; oathtool 2.6.7 as the other side.
# Expected: oathtool's codes for every key.
# Seen:     right for keys whose bytes are all below 128, as the ASCII key of RFC 4226 and RFC 6238 that every test has. One byte of 128 or more, and
#           all codes are others. A random key of 160 bits is right once in a million.
# Matters:  tests with the RFC's vectors pass, and no user of a real app gets in; a server built on it verifies only what it has generated itself.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . otp.js@1.2.0 > /dev/null 2>&1
try() { # key: is the code of now oathtool's? both are asked within one step
  while [ $(($(date +%s) % 30)) -gt 22 ]; do sleep 1; done
  this=$(node -e 'console.log(require("otp.js").googleAuthenticator.gen(process.argv[1]))' "$1" 2> error) || this=$(head -1 error)
  [ "$this" = "$(oathtool --totp -b "$1")" ] && echo same || echo "other"
}
rfc=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ; low=$(printf '\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20\21\22\23\177' | base32); high=$(printf '\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20\21\22\23\200' | base32)
random=; for _ in 1 2 3 4 5; do random+=" $(try "$(head -c 20 /dev/urandom | base32)")"; done
seen="RFC $(try $rfc), bytes up to 127 $(try "$low"), a last byte of 128 $(try "$high"), five random:$random"
echo "expected: RFC same, bytes up to 127 same, a last byte of 128 same, five random: same same same same same"; echo "seen:     $seen"
[ "$seen" = 'RFC same, bytes up to 127 same, a last byte of 128 other, five random: other other other other other' ] || { echo "CHANGED"; exit 1; }
echo "still so: only keys of small bytes are read"
