#!/bin/bash
# What:     otplib 12 (npm), the line that most Node programs still use, on a 160-bit key with SHA-512, and an 80-bit key with SHA-256.
# Versions: npm otplib 12.0.1; oathtool (Debian oathtool 2.6.7) as the other side.
# Expected: RFC 6238 gives one code for a key and a hash, whatever the key's length: HMAC takes any.
# Seen:     a key that is short for its hash (under 16 bytes with SHA-256, under 32 with SHA-512) is written again and again
#           until it is 32 or 64 bytes long, and the code is made with that. SHA-1 is untouched, and so are the reference vectors,
#           whose keys are as long as the hash: the tests of both sides pass, the person's codes do not.
# Matters:  160 bits is the usual key. Who hands it out with algorithm=SHA512 locks out everybody whose other side is otplib 12.
#           Keep SHA-1 when keys are to be used anywhere, or give SHA-256 keys of 16 bytes and SHA-512 keys of 32 bytes and more.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . otplib@12.0.1 >/dev/null
cat > code.js <<'J'
const { authenticator } = require('otplib');
const [, , algorithm, secret] = process.argv;
authenticator.options = { epoch: 1234567890000, algorithm };
console.log(authenticator.generate(secret));
J
code() { echo "$(oathtool -b --totp="$1" -N @1234567890 "$2") $(node code.js "$1" "$2")"; }
long=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ short=JBSWY3DPEHPK3PXP
changed=0
check() {
  read -r ours theirs < <(code "$2" "$3")
  echo "$1: RFC 6238 (oathtool) $ours, otplib 12 $theirs, expected here: $4"
  if [ "$4" = same ] && [ "$ours" != "$theirs" ] || [ "$4" = other ] && [ "$ours" = "$theirs" ]; then changed=1; fi
}
check "160-bit key, SHA-1  " sha1 $long same
check "160-bit key, SHA-256" sha256 $long same
check "160-bit key, SHA-512" sha512 $long other
check " 80-bit key, SHA-1  " sha1 $short same
check " 80-bit key, SHA-256" sha256 $short other
if [ $changed = 1 ]; then echo "CHANGED: otplib no longer repeats short keys as it did"; exit 1; fi
echo "still so: a key that is short for its hash is repeated, and the codes are nobody else's"
