#!/bin/bash
# What:     dbclient without a terminal (cron, a container, a service), data piped through it, at a door that asks for a code and a password.
# Versions: Debian dropbear-bin 2022.83-1+deb12u3; npm ssh2 1.17.0 as the server.
# Expected: without a terminal nothing can be asked: the login fails, as with OpenSSH, and the data stays where it is.
# Seen:     the first lines of standard input, which are the data, are sent as the answers (hidden prompts too). They are read through
#           stdio: the rest of the block read with them (4096 bytes of a pipe) reaches nobody, the command gets the data from byte 4097 on.
# Matters:  `tar c … | dbclient door tar x` by cron tries lines of a file as codes, which closes the door to that person after five, and sends
#           pieces of the file to the authority. Programs that ride on dbclient need a key, or standard input from /dev/null.
set -euo pipefail
work=$(mktemp -d); server=; trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq dropbear-bin=2022.83-1+deb12u3 libtomcrypt1 libtommath1 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 >/dev/null
ssh-keygen -q -t ed25519 -N '' -f server.key
cat > server.js <<'J'
// Asks what the user name's line says, one keyboard-interactive request after the other; writes the answers to ./answers.
const { Server } = require('ssh2'), fs = require('fs');
const asked = JSON.parse(fs.readFileSync('asked.json'));
const server = new Server({ hostKeys: [fs.readFileSync('server.key')] }, client => {
  client.on('error', () => {}).on('authentication', context => {
    if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
    const requests = [...asked], all = [];
    const next = () => {
      const [name, instruction, prompts] = requests.shift();
      context.prompt(prompts.map(([prompt, echo]) => ({ prompt, echo })), name, instruction, answers => {
        all.push(...(answers || []));
        if (requests.length) return next();
        fs.appendFileSync('answers', JSON.stringify(all) + '\n');
        context.accept();
      });
    };
    next();
  }).on('ready', () => client.on('session', accept => accept().on('exec', start => {
    const stream = start(); let input = '';
    stream.on('data', data => { input += data; }).on('end', () => { stream.write('stdin: ' + JSON.stringify(input) + '\n'); stream.exit(0); stream.end(); });
  })));
}).listen(0, '127.0.0.1', () => fs.writeFileSync('port', String(server.address().port)));
J
serve() { echo "$1" > asked.json; rm -f port answers; node server.js & server=$!; for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done; port=$(cat port); }
serve '[["","",[["Passcode: ",true]]],["","",[["Password: ",false]]]]'
seq -f 'row %g' 1 2000 > data
cat data | HOME=$work LD_LIBRARY_PATH=$(dirname "$(find "$work/usr/lib" -name 'libtomcrypt.so.1')") \
  timeout 30 setsid --wait usr/bin/dbclient -y -y -p "$port" alice@127.0.0.1 cat > out 2>&1 || true
echo "expected: no answers; a failed login"
first=$(grep -o 'stdin: .\{24\}' out || echo nothing)
echo "seen:     answers $(cat answers 2>/dev/null || echo none), the command got $first…"
[ "$(cat answers 2>/dev/null)" = '["row 1","row 2"]' ] && ! grep -q 'row 3\\n' out || { echo "CHANGED"; exit 1; }
echo "still so: the data's first lines were sent as passcode and password"
