#!/bin/bash
# What:     radsecproxy between a client that repeats its packet every three seconds and a server that answers after 14 (a push on a phone).
# Versions: Debian radsecproxy 1.9.2-2+deb12u1; npm radius 1.1.4 as client and server.
# Expected: the repeated packet is a duplicate while its request waits (same port, identifier and authenticator: RFC 5080, section 2.2.2), and the
#           answer that comes after 14 seconds goes to the client.
# Seen:     from the tenth second a repeat is a new request: the server is asked a second time under another identifier, and its answer to the first
#           is dropped, so the client gets nothing at 14 s, nor later. A client that sends once gets its answer. DuplicateInterval 60 in
#           the client's block mends it.
# Matters:  the phone rings every ten seconds, and the tap on the first ring is lost: impatient clients never get in, patient ones do. Set
#           DuplicateInterval, and RetryInterval and RetryCount (5 and 2: 15 s in all), to what a push may take.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq radsecproxy=1.9.2-2+deb12u1 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x radsecproxy*.deb .
npm install --silent --no-audit --no-fund --prefix . radius@1.1.4 > /dev/null
cat > server.js <<'J'
const radius = require('radius'), socket = require('dgram').createSocket('udp4'), secret = 'secret', seen = {};
socket.on('message', (message, from) => {
  const packet = radius.decode({ packet: message, secret }), { 'User-Name': name } = packet.attributes, of = seen[name] ??= new Set(); if (of.has(packet.identifier)) return;
  of.add(packet.identifier); require('fs').writeFileSync(`${name}.asked`, String(of.size));
  setTimeout(() => { const b = radius.encode_response({ packet, code: 'Access-Accept', secret }); socket.send(b, 0, b.length, from.port, from.address); }, 14000);
});
socket.bind(0, '127.0.0.1', () => require('fs').writeFileSync('port', String(socket.address().port)));
setTimeout(() => process.exit(), 180000);
J
cat > client.js <<'J'
const radius = require('radius'), socket = require('dgram').createSocket('udp4'), secret = 'secret', [,, port, name, every] = process.argv;
const packet = radius.encode({ code: 'Access-Request', secret, attributes: [['User-Name', name], ['User-Password', 'push']], add_message_authenticator: true });
const end = text => { console.log(text + ', server asked ' + require('fs').readFileSync(name + '.asked', 'utf8')); process.exit(); };
const send = () => socket.send(packet, 0, packet.length, +port, '127.0.0.1');
socket.on('message', m => end(radius.decode({ packet: m, secret }).code)); send(); if (+every) setInterval(send, every * 1000); setTimeout(() => end('no answer'), 20000);
J
node server.js & pids=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
proxy() { # port, line of the client's block
  printf '%s\n' "ListenUDP 127.0.0.1:$1" 'client c {' 'host 127.0.0.1' 'type udp' 'secret secret' "$2" '}' 'server s {' 'host 127.0.0.1' "port $(cat port)" 'type udp' 'secret secret' '}' 'realm * {' 'server s' '}' > "conf$1"
  usr/sbin/radsecproxy -f -c "conf$1" > "log$1" 2>&1 & pids+=" $!"
}
first=$(shuf -i 20000-30000 -n 1); proxy "$first" ''; proxy $((first + 1)) 'DuplicateInterval 60'; sleep 2
node client.js "$first" alice 0 > once & a=$!; node client.js "$first" bob 3 > repeats & b=$!; node client.js $((first + 1)) carol 3 > mended & c=$!; wait $a $b $c
seen="sent once: $(cat once); repeated: $(cat repeats); with DuplicateInterval: $(cat mended)"
echo "expected: sent once: Access-Accept, server asked 1; repeated: Access-Accept, server asked 1; with DuplicateInterval: the same"; echo "seen:     $seen"
[ "$seen" = 'sent once: Access-Accept, server asked 1; repeated: no answer, server asked 2; with DuplicateInterval: Access-Accept, server asked 1' ] || { echo "CHANGED"; exit 1; }
echo "still so: who repeats is asked again, and not answered"
