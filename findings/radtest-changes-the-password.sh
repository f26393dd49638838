#!/bin/bash
# What:     radtest with passwords that have a backslash or a quotation mark.
# Versions: Debian freeradius-utils 3.2.1+dfsg-4+deb12u1; npm radius 1.1.4 as the server.
# Expected: the argument is the password, as with every command that takes one.
# Seen:     radtest pastes it into a line of radclient's language: a\tb arrives with a tab in it, a\\b with one backslash, and a"b or C:\new are not sent at
#           all (exit status 1, as for a refused login). Single quotation marks and % pass as they are.
# Matters:  the tool that everybody is told to try first refuses a right password, and only for some people. Put one more backslash before each \ and "
#           of the password.
set -euo pipefail
command -v radtest > /dev/null || { echo "install freeradius-utils"; exit 1; }
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . radius@1.1.4 > /dev/null
cat > server.js <<'J'
const radius = require('radius'), fs = require('fs'), s = require('dgram').createSocket('udp4');
s.on('message', (m, r) => {
  const packet = radius.decode({ packet: m, secret: 's3cret' }); fs.writeFileSync('got', JSON.stringify(packet.attributes['User-Password']));
  const answer = radius.encode_response({ packet, code: 'Access-Accept', secret: 's3cret' }); s.send(answer, 0, answer.length, r.port, r.address);
});
s.bind(0, '127.0.0.1', () => fs.writeFileSync('port', `${s.address().port}`));
J
node server.js & pids=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
seen=
for password in "a'b%c" 'a\tb' 'a\\b' 'a"b' 'C:\new'; do
  rm -f got; timeout 30 radtest alice "$password" "127.0.0.1:$(cat port)" 0 s3cret > out 2>&1 || true
  got=$(cat got 2> /dev/null || echo nothing)
  printf '%-7s arrives as (JSON) %s\n' "$password" "$got"; seen="$seen$got;"
done
echo "expected: each as it was typed"
[ "$seen" = "\"a'b%c\";\"a\\tb\";\"a\\\\b\";nothing;nothing;" ] || { echo "CHANGED"; exit 1; }
echo "still so: radtest reads a password as a text with escapes"
