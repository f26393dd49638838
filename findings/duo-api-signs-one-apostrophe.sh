#!/bin/bash
# What:     npm's duo-api (the client that is not Duo's own) with parameters that have two apostrophes, or two pairs of parentheses, as a push's text has.
# Versions: npm duo-api 1.2.2, @duosecurity/duo_api 1.5.0 as the other side. The request is intercepted; nothing is sent.
# Expected: the signature that Duo's own client computes for the same parameters: every byte that is not unreserved in RFC 3986 is escaped.
# Seen:     only the first !, ', (, ) and * of the whole request is escaped. With one the signature is right, with a second another one, which the service
#           cannot accept. The parameters themselves arrive whole.
# Matters:  the logins of one person, or of one machine whose text has two brackets, are refused as "invalid signature", as with a wrong secret key, and all
#           others work. Leave such characters out of type, display_username and pushinfo.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . duo-api@1.2.2 @duosecurity/duo_api@1.5.0 > /dev/null 2>&1
cat > sign.js <<'J'
process.noDeprecation = true;
require.cache[require.resolve('request')] = { exports: (request, done) => { global.sent = request; done(null, { statusCode: 200 }, '{}'); } };
const Client = require('duo-api'), duo = require('@duosecurity/duo_api/lib/duo_sig.js'), { createHmac } = require('crypto');
const [ikey, skey, host, path] = ['DIXXXXXXXXXXXXXXXXXX', 'secret', 'api-x.example.org', '/auth/v2/auth'];
const same = async text => {
  await new Client({ host, ikey, skey }).request('POST', path, { factor: 'push', username: 'alice', type: text });
  const arrived = Object.fromEntries(new URLSearchParams(sent.body)), ours = Buffer.from(sent.headers.Authorization.slice(6), 'base64').toString();
  const canonical = [sent.headers.Date, 'POST', host, path, duo._canonParams(arrived)].join('\n'), theirs = `${ikey}:${createHmac('sha1', skey).update(canonical).digest('hex')}`;
  return `${text}: ${arrived.type === text ? 'arrives' : 'changed'}, signature ${ours === theirs ? 'right' : 'wrong'}`;
};
(async () => { for (const text of ['login to dora', "dora's door", "dora's and savona's door", 'dora (lab)', 'dora (lab) (night)']) console.log(await same(text)); })();
J
node sign.js > out
echo "expected: signature right in all lines"; echo "seen:"; cat out
[ "$(sed 's/.*arrives, signature //' out | paste -sd' ')" = 'right right wrong right wrong' ] || { echo "CHANGED"; exit 1; }
echo "still so: the second apostrophe spoils the signature"
