#!/bin/bash
# What:     who of SSH's clients speaks first: a server that says nothing for two seconds (a front door that looks at the client's line first).
# Versions: Debian 12: ssh and ssh-keyscan 9.2p1, plink 0.78, curl with libssh2 1.10.0, dbclient 2022.83, paramiko 2.12.0, asyncssh 2.10.1; npm ssh2 1.17.0.
# Expected: RFC 4253, section 4.2: both sides send their line when the connection is made. Whoever is from one project does alike.
# Seen:     all do but ssh-keyscan, of the same source tree as ssh: it sends nothing until it has read the server's line.
# Matters:  a multiplexer, gate or filter that decides by the client's first bytes (443 shared with HTTPS, an allow-list of versions) makes
#           ssh-keyscan, and the monitoring and host key inventories built on it, wait for the gate's patience each time; with the default -T 5
#           a patience of five seconds gives "no host keys" for a healthy host.
set -euo pipefail
work=$(mktemp -d); server=; trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq dropbear-bin=2022.83-1+deb12u3 libtomcrypt1 libtommath1 python3-paramiko=2.12.0-2 python3-asyncssh=2.10.1-2+deb12u2 \
  python3-cryptography python3-cffi-backend python3-nacl python3-bcrypt python3-six python3-typing-extensions 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
command -v plink > /dev/null && command -v curl > /dev/null || { echo "install putty-tools and curl"; exit 1; }
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 > /dev/null
cat > quiet.js <<'J'
const fs = require('fs');
const server = require('net').createServer(socket => {
  let heard = false;
  socket.on('error', () => {}).once('data', () => { heard = true; fs.appendFileSync('first', 'client '); socket.destroy(); });
  setTimeout(() => { if (!heard) { fs.appendFileSync('first', 'waits '); socket.destroy(); } }, 2000);
}).listen(0, '127.0.0.1', () => fs.writeFileSync('port', String(server.address().port)));
J
node quiet.js & server=$!; for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done; port=$(cat port)
export HOME=$work PYTHONPATH=$work/usr/lib/python3/dist-packages PYTHONWARNINGS=ignore
libraries=$(dirname "$(find usr/lib -name libtomcrypt.so.1)")
seen=
try() { : > first; timeout 20 "${@:2}" > /dev/null 2>&1 < /dev/null || true; for _ in $(seq 30); do [ -s first ] && break; sleep 0.1; done; read -r who _ < first || true; echo "$1: $who"; seen="$seen$1 $who;"; }
try ssh ssh -F none -o BatchMode=yes -p "$port" a@127.0.0.1 true
try plink plink -batch -P "$port" a@127.0.0.1 true
try curl curl -sS -k -u a:b "sftp://127.0.0.1:$port/"
try dbclient env LD_LIBRARY_PATH="$libraries" usr/bin/dbclient -y -y -p "$port" a@127.0.0.1 true
try paramiko /usr/bin/python3 -c "import paramiko; paramiko.Transport(('127.0.0.1', $port)).start_client(timeout=5)"
cat > asyncssh_.py <<P
import asyncio, asyncssh
async def main(): await asyncssh.connect('127.0.0.1', $port, username='a', known_hosts=None, config=None)
asyncio.run(main())
P
try asyncssh /usr/bin/python3 asyncssh_.py
try ssh2 node -e "const c = new (require('ssh2').Client)(); c.on('error', () => process.exit()); c.connect({ host: '127.0.0.1', port: $port, username: 'a', password: 'b' })"
try ssh-keyscan ssh-keyscan -T 5 -p "$port" 127.0.0.1
echo "expected: client, eight times"
[ "$seen" = 'ssh client;plink client;curl client;dbclient client;paramiko client;asyncssh client;ssh2 client;ssh-keyscan waits;' ] || { echo "CHANGED"; exit 1; }
echo "still so: ssh speaks first, ssh-keyscan waits to be spoken to"
