#!/bin/bash
# What:     speakeasy's otpauth URI for a counter token (HOTP), and who can read it.
# Versions: npm speakeasy 2.0.0; readers npm otpauth 9.5.2, url-otpauth 2.0.0; Debian pass-otp 1.2.0-7's rule is the same ("missing counter").
# Expected: "&counter=5" at the end: the key URI format says "REQUIRED if type is hotp", and speakeasy itself throws when no counter is given.
# Seen:     it demands the counter, and then does not write it, whatever it is. The readers refuse the URI for the counter that is missing.
# Matters:  no counter token that speakeasy draws as a QR code can be imported by a strict reader; a lenient one begins at 0 or 1, and a token in
#           use is out of step with its server from then on. Append &counter= yourself.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . speakeasy@2.0.0 otpauth@9.5.2 url-otpauth@2.0.0 > /dev/null 2>&1
cat > uri.js <<'J'
const make = counter => require('speakeasy').otpauthURL({ secret: 'GEZDGNBVGY3TQOJQ', encoding: 'base32', label: 'alice', type: 'hotp', ...(counter === undefined ? {} : { counter }) });
const read = uri => ['otpauth', 'url-otpauth'].map(n => { try { const m = require(n); (m.URI || m).parse(uri); return n + ' reads'; } catch { return n + ' refuses'; } }).join(', ');
let none; try { none = make(undefined); } catch (e) { none = 'refused: ' + e.message; }
console.log('no counter: ' + none);
for (const counter of [0, 5]) console.log(`counter ${counter}: ${make(counter)} (${read(make(counter))})`);
J
node uri.js | tee seen
echo "expected: &counter=0 and &counter=5, read by both"
grep -q '^no counter: refused' seen && grep -qF 'counter 0: otpauth://hotp/alice?secret=GEZDGNBVGY3TQOJQ (otpauth refuses, url-otpauth refuses)' seen && grep -qF 'counter 5: otpauth://hotp/alice?secret=GEZDGNBVGY3TQOJQ (otpauth refuses, url-otpauth refuses)' seen || { echo "CHANGED"; exit 1; }
echo "still so: the counter is demanded and not written"
