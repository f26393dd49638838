#!/bin/bash
# What:     ssh with ServerAliveInterval, at a server that is alive and takes longer with its answer to the login: it waits for a tap on a phone.
# Versions: OpenSSH client 9.2p1 (Debian 1:9.2p1-2+deb12u10); npm ssh2 1.17.0 as the server, which answers keepalives at once.
# Expected: ssh asks after each interval whether the server lives, the server answers, the login goes on. Only a dead server ends it.
# Seen:     before the login no keepalive is sent at all. ServerAliveInterval times ServerAliveCountMax is a bare time limit on the next packet: ssh gives up
#           ("Connection to … timed out", 255) although the server would have answered. Without the option it waits and is let in.
# Matters:  ServerAliveInterval 5 (and 3 for the count) in ~/.ssh/config leaves 15 seconds for a push or a phone call, and looks like a fault of the
#           network. Keep the product above the time that the second factor may take: 20 and 6, or 60.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 > /dev/null
ssh-keygen -q -t ed25519 -N '' -f host
cat > server.js <<'J'
const { Server } = require('ssh2'), fs = require('fs');
new Server({ hostKeys: [fs.readFileSync('host')] }, c => c.on('error', () => {}).on('authentication', x => {
  if (x.method !== 'keyboard-interactive') return x.reject(['keyboard-interactive']);
  setTimeout(() => x.accept(), 6000);
}).on('session', open => open().on('exec', ok => { const s = ok(); s.exit(0); s.end(); }))).listen(0, '127.0.0.1', function () { fs.writeFileSync('port', `${this.address().port}`); });
J
node server.js & pids=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
login() {
  if timeout 60 ssh -F none -p "$(cat port)" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "$@" alice@127.0.0.1 true < /dev/null > out 2>&1
  then echo 'let in'; else echo "refused by ssh itself ($(tail -1 out | tr -d '\r' | sed 's/port [0-9]*/port N/'))"; fi
}
without=$(login -o ServerAliveInterval=0); with=$(login -o ServerAliveInterval=1 -o ServerAliveCountMax=3)
echo "expected: let in, and with keepalives let in"
echo "seen:     $without, and with keepalives $with"
[ "$without" = 'let in' ] && [[ $with == *'timed out'* ]] || { echo "CHANGED"; exit 1; }
echo "still so: before the login a keepalive is a time limit"
