#!/bin/bash
# What:     a base32 key copied as it is shown to people, in groups of four with blanks, given to four TOTP libraries of npm.
# Versions: npm speakeasy 2.0.0, otplib 12.0.1 (thirty-two 1.0.2), otpauth 9.5.2, totp-generator 2.0.1; oathtool 2.6.7.
# Expected: either the blanks are skipped, as oathtool and the phones do, or the key is refused with an error.
# Seen:     otpauth skips them, totp-generator refuses; speakeasy and otplib 12 do neither: their decoders look a blank up as if it
#           were a letter and go on. No error, a key of another length, and a code that is wrong from the first day to the last.
#           Both decode alike, so a program that enrols and checks with them never notices: the phone that got the real key does.
# Matters:  keys are shown in groups. Who pastes one into a script or a vault on Node gets codes that fail and count against the
#           budget. Offer the key without blanks where it is meant for copying, and say so beside the grouped form.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . speakeasy@2.0.0 otplib@12.0.1 otpauth@9.5.2 totp-generator@2.0.1 >/dev/null
cat > codes.js <<'J'
const key = 'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ', time = 1234567890;
const attempt = async (name, make) => { try { console.log(name, await make()); } catch { console.log(name, 'refused'); } };
(async () => {
  const { authenticator } = require('otplib'); authenticator.options = { epoch: time * 1000 };
  const { TOTP } = require('otpauth');
  await attempt('speakeasy', () => require('speakeasy').totp({ secret: key, encoding: 'base32', time }));
  await attempt('otplib12', () => authenticator.generate(key));
  await attempt('otpauth', () => new TOTP({ secret: key }).generate({ timestamp: time * 1000 }));
  await attempt('totp-generator', async () => (await require('totp-generator').TOTP.generate(key, { timestamp: time * 1000 })).otp);
})();
J
right=$(oathtool -b --totp -N @1234567890 'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ')
seen=$(node codes.js | tr '\n' ';')
echo "expected: $right (oathtool) or a refusal, from each"
echo "seen:     $seen"
want="speakeasy 722974;otplib12 722974;otpauth $right;totp-generator refused;"
[ "$right" = 005924 ] && [ "$seen" = "$want" ] || { echo "CHANGED: was $want"; exit 1; }
echo "still so: two of four make another key of it, without a word"
