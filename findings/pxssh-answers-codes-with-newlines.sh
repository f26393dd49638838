#!/bin/bash
# What:     pxssh (of python's pexpect) logging in at a server that asks for a code.
# Versions: Debian python3-pexpect 4.8.0-4; OpenSSH client 9.2p1; npm ssh2 1.17.0 as the server.
# Expected: nothing is sent to a prompt that it does not know; an exception with the prompt in it.
# Seen:     after its time-out pxssh takes the unknown prompt for a shell and sends newlines, to learn what the shell's prompt looks like. They are
#           answers: three empty codes for each login(). The exception is "End Of File".
# Matters:  a script in a loop locks its user out, and the server's log says that somebody guesses codes. Use ssh with a key for scripts, or drive the
#           prompts with pexpect itself.
set -euo pipefail
work=$(mktemp -d); trap '[ -z "${server-}" ] || kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-pexpect=4.8.0-4 python3-ptyprocess 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 > /dev/null
ssh-keygen -q -t ed25519 -N '' -f host
cat > server.js <<'J'
const { Server } = require('ssh2'), fs = require('fs');
const server = new Server({ hostKeys: [fs.readFileSync('host')] }, client => {
  client.on('authentication', ctx => {
    if (ctx.method === 'keyboard-interactive') ctx.prompt([{ prompt: 'Passcode: ', echo: false }], a => { console.log(JSON.stringify(a[0])); ctx.reject(['keyboard-interactive']); });
    else ctx.reject(['keyboard-interactive']);
  }).on('error', () => {});
}).listen(0, '127.0.0.1', () => fs.writeFileSync('port', String(server.address().port)));
setTimeout(() => process.exit(), 60000);
J
cat > client.py <<'P'
from pexpect import pxssh
shell = pxssh.pxssh(options={'StrictHostKeyChecking': 'no', 'UserKnownHostsFile': '/dev/null', 'PubkeyAuthentication': 'no'}, timeout=10)
try: shell.login('127.0.0.1', 'alice', 'secret', port=int(open('port').read()), login_timeout=5); print('logged in')
except Exception as e: print(str(e).split('\n')[0])
P
node server.js > answers & server=$!
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
seen=$(HOME=$work PYTHONPATH=$work/usr/lib/python3/dist-packages /usr/bin/python3 client.py)
echo "expected: no answer, and the prompt in the exception"
echo "seen:     answers $(paste -sd' ' answers); $seen"
[ "$(paste -sd' ' answers)" = '"" "" ""' ] && [[ $seen == 'End Of File (EOF)'* ]] || { echo "CHANGED"; exit 1; }
echo "still so: newlines are answers"
