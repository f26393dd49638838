#!/bin/bash
# What:     npm's node-radius-client while the server waits for a tap on a phone (here 4 seconds), and with retries: 0.
# Versions: npm node-radius-client 1.0.0 (radius 1.1.4, also as the server).
# Expected: the same packet from the same port each time, which a server knows as a duplicate (RFC 2865, section 3; RFC 5080, section 2.2.2), and the
#           answer that comes after 4 seconds counts. With retries: 0 one packet.
# Seen:     every try (2.5 seconds) has a new socket: for the server four requests of four clients, and the answer to an earlier one has no
#           socket left to come to, so the login fails. retries: 0 is taken for "not given": four packets as well.
# Matters:  the phone rings four times, and only a tap within 2.5 seconds of its ring counts. Give a timeout longer than a push may take; the
#           tries then do not begin.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . node-radius-client@1.0.0 radius@1.1.4 > /dev/null
cat > try.js <<'J'
const Client = require('node-radius-client'), radius = require('radius'), socket = require('dgram').createSocket('udp4'), secret = 'secret';
const clients = new Set(), wait = ms => new Promise(done => setTimeout(done, ms));
socket.on('message', async (message, from) => {
  const known = clients.size, id = from.port + ' ' + message[1]; if (clients.add(id).size === known) return; // a duplicate
  await wait(4000); const b = radius.encode_response({ packet: radius.decode({ packet: message, secret }), code: 'Access-Accept', secret }); socket.send(b, 0, b.length, from.port, from.address);
});
const ask = async options => {
  clients.clear(); const client = new Client({ host: '127.0.0.1', hostPort: socket.address().port, ...options });
  const end = await client.accessRequest({ secret, attributes: [['User-Name', 'alice'], ['User-Password', 'push']] }).then(r => r.code, e => e.message.replace(/^Timed out.*/, 'timed out'));
  return `${end}, ${clients.size} requests`;
};
socket.bind(0, '127.0.0.1', async () => { console.log([await ask({}), await ask({ retries: 0 }), await ask({ timeout: 30000 })].join('; ')); process.exit(); });
J
seen=$(timeout 120 node try.js)
echo "as it is; retries: 0; timeout: 30000"
echo "expected: Access-Accept, 1 requests; timed out, 1 requests; Access-Accept, 1 requests"; echo "seen:     $seen"
[ "$seen" = 'timed out, 4 requests; timed out, 4 requests; Access-Accept, 1 requests' ] || { echo "CHANGED"; exit 1; }
echo "still so: each try is another client"
