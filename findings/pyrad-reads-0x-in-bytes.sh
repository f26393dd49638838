#!/bin/bash
# What:     a State or Class that begins with the characters "0x", sent back with pyrad as RADIUS wants it.
# Versions: Debian python3-pyrad 2.1-3; npm radius 1.1.4 as the server.
# Expected: State and Class are octets, opaque to the client, and go back as the bytes that came (RFC 2865 sections 5.24 and 5.25).
# Seen:     bytes that begin with "0x" are taken for hexadecimal: 0x41424344 of the server goes back as ABCD, and the server does not know its own
#           state. Other values go back right. Text instead of bytes raises a TypeError.
# Matters:  a server whose state is a hexadecimal text has no second round with such a client, and one with random bytes fails once in
#           65,536 logins. Servers: begin a State with anything but "0x".
set -euo pipefail
work=$(mktemp -d); trap '[ -z "${server-}" ] || kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-pyrad=2.1-3 python3-netaddr python3-six 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
npm install --silent --no-audit --no-fund --prefix . radius@1.1.4 > /dev/null
cat > server.js <<'J'
const radius = require('radius'), socket = require('dgram').createSocket('udp4'), secret = 'secret', states = process.argv.slice(2);
let given;
socket.on('message', (message, from) => {
  const packet = radius.decode({ packet: message, secret }), state = packet.attributes.State;
  const answer = (code, attributes) => { const b = radius.encode_response({ packet, code, secret, attributes }); socket.send(b, 0, b.length, from.port, from.address); };
  if (!state) { given = states.shift(); answer('Access-Challenge', [['State', Buffer.from(given)], ['Reply-Message', 'Passcode:']]); return; }
  console.log(`${given} comes back as ${state.toString()}`);
  answer(state.toString() === given ? 'Access-Accept' : 'Access-Reject', []);
});
socket.bind(0, '127.0.0.1', () => require('fs').writeFileSync('port', String(socket.address().port)));
setTimeout(() => process.exit(), 60000);
J
cat > client.py <<'P'
import io, sys
from pyrad.client import Client
from pyrad.dictionary import Dictionary
from pyrad import packet
names = Dictionary(io.StringIO('ATTRIBUTE User-Name 1 string\nATTRIBUTE User-Password 2 string encrypt=1\nATTRIBUTE Reply-Message 18 string\nATTRIBUTE State 24 octets\n'))
client = Client(server='127.0.0.1', authport=int(open('port').read()), secret=b'secret', dict=names)
def ask(password, **more):
    request = client.CreateAuthPacket(code=packet.AccessRequest, User_Name='alice')
    request['User-Password'] = request.PwCrypt(password)
    for name, value in more.items(): request[name] = value
    return client.SendPacket(request)
for _ in range(2):
    challenge = ask('password')
    print('accepted' if ask('123456', State=challenge['State'][0]).code == packet.AccessAccept else 'refused')
P
node server.js 41424344 0x41424344 > server.log & server=$!
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
seen=$(PYTHONPATH=$work/usr/lib/python3/dist-packages /usr/bin/python3 client.py | paste -sd,)
cat server.log; echo "expected: accepted,accepted"; echo "seen:     $seen"
[ "$seen" = accepted,refused ] && grep -q '^0x41424344 comes back as ABCD$' server.log || { echo "CHANGED"; exit 1; }
echo "still so: 0x is not two bytes"
