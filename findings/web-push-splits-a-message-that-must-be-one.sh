#!/bin/bash
# What:     npm's web-push with messages around the size that fits one record.
# Versions: npm web-push 3.6.7. Nothing is sent: the request is only built.
# Expected: RFC 8291, section 4: a push message is encrypted as a single record; a text that does not fit one (4,079 bytes) is refused with an error.
# Seen:     it is split into two records without a word. A receiver that holds to the RFC discards such a message; and from 3,994 bytes on the body is over the 4,096
#           bytes that a push service has to take.
# Matters:  a notification with a long text is accepted by the library, and vanishes or comes back with 413. Cut the text before, at 3,993 bytes of UTF-8.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . web-push@3.6.7 > /dev/null
cat > build.js <<'J'
const push = require('web-push'), keys = push.generateVAPIDKeys(), pair = require('crypto').createECDH('prime256v1'); pair.generateKeys();
const subscription = { endpoint: 'https://push.example.org/x', keys: { p256dh: pair.getPublicKey('base64url'), auth: Buffer.alloc(16, 1).toString('base64url') } };
const build = bytes => {
  try {
    const body = push.generateRequestDetails(subscription, 'x'.repeat(bytes), { vapidDetails: { subject: 'mailto:a@example.org', ...keys } }).body;
    return `${bytes}: ${Math.ceil((body.length - 21 - body[20]) / body.readUInt32BE(16))} in ${body.length}`;
  } catch (e) { return `${bytes}: refused`; }
};
console.log([3993, 4079, 4080].map(build).join('; '));
J
seen=$(node build.js)
echo "expected: 3993: 1 in 4096; 4079: 1 in 4182; 4080: refused (bytes of text: records in bytes of body)"
echo "seen:     $seen"
[ "$seen" = '3993: 1 in 4096; 4079: 1 in 4182; 4080: 2 in 4200' ] || { echo "CHANGED"; exit 1; }
echo "still so: a long message becomes two records"
