#!/bin/bash
# What:     OTP.parse of npm's otp 2.0.1 on a plain otpauth URI with issuer, 8 digits, 60 s and SHA256.
# Versions: npm otp 2.0.1; oathtool 2.6.7.
# Expected: the code of that URI, or an error about what it cannot do; and a URI that comes out as it went in.
# Seen:     digits, period, algorithm and issuer are dropped in silence and six digits of 30 s SHA-1 are made; dots and blanks are
#           taken out of the account (alice.b@example.org becomes aliceb@exampleorg), so the URI that it writes names somebody else.
# Matters:  who moves people from one system to another through this library keeps the key and loses everything else. The
#           result looks like an ordinary code. Compare a code, not the key, after an import.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . otp@2.0.1 >/dev/null
cat > parse.js <<'J'
const module_ = require('otp'), OTP = module_.OTP || module_.default || module_;
(async () => {
  const key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const otp = OTP.parse(`otpauth://totp/ACME%20Co:alice.b@example.org?secret=${key}&issuer=ACME%20Co&algorithm=SHA256&digits=8&period=60`);
  console.log(await otp.totp(1234567890000), otp.totpURL);
})();
J
key=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
right=$(oathtool -b --totp=sha256 -d 8 -s 60 -N @1234567890 $key)
plain=$(oathtool -b --totp -N @1234567890 $key)
seen=$(node parse.js)
echo "expected: $right, and otpauth://totp/ACME%20Co:alice.b%40example.org?...&digits=8&period=60&algorithm=SHA256"
echo "seen:     $seen"
[ "$seen" = "$plain otpauth://totp/ACMECoaliceb%40exampleorg?secret=$key" ] || { echo "CHANGED"; exit 1; }
echo "still so: the code is that of 6 digits, 30 s and SHA-1 ($plain), the account lost its dots"
