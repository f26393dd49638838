#!/bin/bash
# What:     npm's hotp with the counter as it stands in an otpauth URI (URLSearchParams gives text), and as bytes.
# Versions: npm hotp 3.0.1, otpauth 9.5.2; oathtool 2.6.7 as the other side.
# Expected: counter "10" is 10 (its manual: Buffer, String or Number), and Buffer.from([10]) is 10 or an error.
# Seen:     text is hexadecimal: "10" makes code 16, "8" still makes code 8. Bytes are filled up behind: one byte 10 is 10 × 2^56.
# Matters:  a counter token of a URI works for ten logins from 0 on, then no code fits; tests with one digit pass. Number(…) before the call.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . hotp@3.0.1 otpauth@9.5.2 > /dev/null
cat > codes.js <<'J'
const hotp = require('hotp'), { HOTP, Secret } = require('otpauth'), key = '12345678901234567890';
const uri = counter => new URL(new HOTP({ issuer: 'x', label: 'alice', secret: Secret.fromLatin1(key), counter }).toString()).searchParams.get('counter');
console.log([hotp(key, uri(8)), hotp(key, uri(10)), hotp(key, 10), hotp(key, Buffer.from([10]))].join(' '));
J
code() { oathtool -b -c "$1" GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ; }
seen=$(node codes.js)
echo "codes of \"8\", \"10\", 10 and a byte 10"; echo "expected: $(code 8) $(code 10) $(code 10) $(code 10)"; echo "seen:     $seen (code 16 is $(code 16))"
[ "$seen" = "$(code 8) $(code 16) $(code 10) $(code $((10 << 56)))" ] || { echo "CHANGED"; exit 1; }
echo "still so: \"10\" is sixteen"
