#!/bin/bash
# What:     an issuer with a blank in an otpauth URI, written by six libraries and read by three.
# Versions: npm @epic-web/totp 4.0.1, time2fa 1.4.2, otp-io 1.2.7, otplib 12.0.1 and 13.5.0 (@otplib/uri), speakeasy 2.0.0, otpauth 9.5.2, url-otpauth 2.0.0.
# Expected: the key URI format has percent-encoding: %20; readers that take a query for a form read + as a blank too. One name at the end.
# Seen:     three writers use the platform's URLSearchParams, which writes forms: "issuer=ACME+Co", beside "ACME%20Co" in the label of the same URI. Two of the
#           readers do not decode forms and give the issuer "ACME+Co"; url-otpauth does, and refuses a URI that has the plus in its label too.
# Matters:  one account appears under two names, only for sites whose name has a blank: tests with "Example" pass. Write %20;
#           when reading, take + for a blank if the label has a blank in its place.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . @epic-web/totp@4.0.1 time2fa@1.4.2 otp-io@1.2.7 otplib12@npm:otplib@12.0.1 otplib@13.5.0 @otplib/uri@13.5.0 \
  speakeasy@2.0.0 otpauth@9.5.2 url-otpauth@2.0.0 > /dev/null 2>&1
cat > matrix.js <<'J'
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', issuer = 'ACME Co', name = 'alice';
(async () => {
  const epic = await import('@epic-web/totp'), io = require('otp-io');
  const written = {
    epic: epic.getTOTPAuthUri({ period: 30, digits: 6, algorithm: 'SHA-1', secret, accountName: name, issuer }),
    time2fa: require('time2fa').generateUrl({ issuer, user: name, secret }, { algo: 'sha1', digits: 6, period: 30 }),
    'otp-io': io.getKeyUri({ type: 'totp', secret: new io.SecretKey(Buffer.from('12345678901234567890')), issuer, name }),
    otplib12: require('otplib12').authenticator.keyuri(name, issuer, secret),
    otplib13: require('otplib').generateURI({ issuer, label: name, secret }),
    speakeasy: require('speakeasy').otpauthURL({ secret, encoding: 'base32', label: name, issuer }),
  };
  const read = { otpauth: u => require('otpauth').URI.parse(u).issuer, '@otplib/uri': u => require('@otplib/uri').parse(u).params.issuer, 'url-otpauth': u => require('url-otpauth').parse(u).issuer };
  for (const [writer, uri] of Object.entries(written)) {
    const results = Object.entries(read).map(([reader, f]) => { try { return `${reader} ${f(uri)}`; } catch { return `${reader} refuses`; } });
    console.log(`${writer} writes ${uri.match(/issuer=([^&]*)/)[1]}: ${results.join(', ')}`);
  }
})();
J
node matrix.js | tee seen
echo "expected: ACME Co everywhere"
[ "$(grep -c 'writes ACME+Co: otpauth ACME+Co, @otplib/uri ACME+Co, url-otpauth ACME Co' seen)" = 3 ] && [ "$(grep -c 'writes ACME%20Co: otpauth ACME Co, @otplib/uri ACME Co' seen)" = 3 ] || { echo "CHANGED"; exit 1; }
echo "still so: half of the writers make a plus of the blank, and two of three readers keep it"
