#!/bin/bash
# What:     a HOTP token whose counter began at a large number, with the HOTP libraries of npm.
# Versions: npm notp 2.0.3, 2fa 0.1.2, speakeasy 2.0.0, @oslojs/otp 1.1.0, otpauth 9.5.2; oathtool 2.6.7.
# Expected: the counter has 8 bytes (RFC 4226 section 5.1), and JavaScript's numbers are exact up to 2^53.
# Seen:     notp, 2fa and speakeasy shift the number as 32 bits: from 2^31 on their codes are other ones, and counter 2^40+1 has the code of counter 1.
#           @oslojs/otp and otpauth are right.
# Matters:  makers of tokens start some at a random number, and PSKC has room for it. An import looks well and no code ever fits; where both sides
#           have the same fault, old codes come back. Refuse counters from 2^31 on, or take a library that is right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . notp@2.0.3 2fa@0.1.2 speakeasy@2.0.0 @oslojs/otp@1.1.0 otpauth@9.5.2 > /dev/null
cat > codes.js <<'J'
const key = Buffer.from('12345678901234567890'), counters = [5, 2 ** 31, 2 ** 40 + 1], right = process.argv.slice(2), { execFileSync } = require('child_process');
const libraries = {
  notp: c => require('notp').hotp.gen(key, { counter: c }),
  '2fa': c => require('2fa').generateCode(key.toString(), c, { length: 6 }),
  speakeasy: c => require('speakeasy').hotp({ secret: key.toString(), encoding: 'ascii', counter: c }),
  '@oslojs/otp': c => require('@oslojs/otp').generateHOTP(key, BigInt(c), 6),
  otpauth: c => { const { HOTP, Secret } = require('otpauth'); return new HOTP({ secret: new Secret({ buffer: new Uint8Array(key).buffer }) }).generate({ counter: c }); },
};
const reference = c => execFileSync('oathtool', ['--hotp', '-c', String(c), key.toString('hex')]).toString().trim();
for (const [name, code] of Object.entries(libraries)) console.log(`${name}: ${counters.map(c => code(c) === reference(c) ? 'right' : code(c) === reference(c % 2 ** 32) ? `that of ${c % 2 ** 32}` : 'another').join(', ')}`);
J
seen=$(node codes.js); echo "counters 5, 2^31 and 2^40+1 (expected: right, right, right)"; echo "$seen"
[ "$seen" = 'notp: right, another, that of 1
2fa: right, another, that of 1
speakeasy: right, another, that of 1
@oslojs/otp: right, right, right
otpauth: right, right, right' ] || { echo "CHANGED"; exit 1; }
echo "still so: counters of 32 bits"
