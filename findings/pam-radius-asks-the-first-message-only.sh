#!/bin/bash
# What:     libpam-radius-auth at an Access-Challenge with two Reply-Messages, with none, and with one but no State.
# Versions: Debian libpam-radius-auth 2.0.0-1, pamtester 0.1.2-4; npm radius 1.1.4 as the server.
# Expected: RFC 2865, sections 4.4 and 5.18: a challenge has any number of Reply-Messages, shown in their order, and may have a State or not. So the prompt
#           is both texts; without a text there is a prompt of the module's own; without a State the answer goes without one.
# Seen:     the first text is the whole prompt, and the second is dropped. Without a text, or without a State, nothing is asked, and the
#           login fails with "cannot retrieve authentication info", as if the server were down.
# Matters:  a server that splits a long text (253 bytes each), or sends "push sent" and then the question, is asked for nothing the user can understand. Put
#           what matters into the first Reply-Message, and always send a State.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it mounts its own PAM files in a mount namespace"; exit 1; }
command -v pamtester > /dev/null || { echo "install pamtester"; exit 1; }
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq libpam-radius-auth=2.0.0-1 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x libpam-radius*.deb .
npm install --silent --no-audit --no-fund --prefix . radius@1.1.4 > /dev/null
cat > server.js <<'J'
const radius = require('radius'), socket = require('dgram').createSocket('udp4'), secret = 'secret', text = t => ['Reply-Message', t], state = ['State', Buffer.from('finding')];
const challenges = { two: [text('Push sent. '), text('Passcode: '), state], none: [state], stateless: [text('Passcode: ')] };
socket.on('message', (message, from) => {
  const packet = radius.decode({ packet: message, secret }), { 'User-Name': name, 'User-Password': password } = packet.attributes;
  const b = radius.encode_response({ packet, secret, ...(password === '123456' ? { code: 'Access-Accept', attributes: [] } : { code: 'Access-Challenge', attributes: challenges[name] }) });
  socket.send(b, 0, b.length, from.port, from.address);
});
socket.bind(0, '127.0.0.1', () => require('fs').writeFileSync('port', String(socket.address().port)));
setTimeout(() => process.exit(), 120000);
J
node server.js & pids=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
echo "127.0.0.1:$(cat port) secret 5" > servers; chmod 600 servers
cp -a /etc/pam.d pam.d; echo "auth required $(find "$work" -name pam_radius_auth.so) conf=$work/servers" > pam.d/finding
try() { printf 'password\n123456\n' | timeout 60 unshare -m bash -c "mount --bind pam.d /etc/pam.d && pamtester finding $1 authenticate" 2>&1 | sed -e 's/^Password: //' -e 's/pamtester: //' || true; }
seen="two: $(try two); none: $(try none); stateless: $(try stateless)"
echo "expected: two: Push sent. Passcode: successfully authenticated; none: (a prompt) successfully authenticated; stateless: Passcode: successfully authenticated"
echo "seen:     $seen"
[ "$seen" = 'two: Push sent. successfully authenticated; none: Authentication service cannot retrieve authentication info; stateless: Authentication service cannot retrieve authentication info' ] || { echo "CHANGED"; exit 1; }
echo "still so: one text, or no question"
