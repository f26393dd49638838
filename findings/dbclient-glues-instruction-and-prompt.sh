#!/bin/bash
# What:     a request with a name, an instruction and a prompt in dbclient.
# Versions: Debian dropbear-bin 2022.83-1+deb12u3; npm ssh2 1.17.0 as the server.
# Expected: RFC 4256, section 3.2: name, then instruction, then the prompts, one below the other, as every other client shows them.
# Seen:     the three are written one behind the other with nothing in between: "Sallyportapprove number 42Passcode: ".
# Matters:  a number at the end of an instruction melts into the prompt. End the instruction with a newline of your own if a dbclient may
#           come; OpenSSH then shows an empty line more, which harms nobody.
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
serve '[["Sallyport","approve number 42",[["Passcode: ",true]]]]'
printf '123456\n' | HOME=$work LD_LIBRARY_PATH=$(dirname "$(find "$work/usr/lib" -name 'libtomcrypt.so.1')") \
  timeout 30 setsid --wait usr/bin/dbclient -y -y -p "$port" alice@127.0.0.1 true > out 2>&1 || true
echo "expected: Sallyport / approve number 42 / Passcode: , each on a line of its own"
echo "seen:     $(grep Passcode out)"
grep -q 'Sallyportapprove number 42Passcode: ' out || { echo "CHANGED"; cat out; exit 1; }
echo "still so: all on one line, without even a blank"
