#!/bin/bash
# What:     PuTTY's plink with -pw at a door that asks for a code first and the password then, the code's prompt hidden or echoed.
# Versions: Debian putty-tools 0.78-2+deb12u2; npm ssh2 1.17.0 as the server.
# Expected: -pw is the password ("-pw passwd: login with specified password"): used by the method password, or at the prompt for it.
# Seen:     -pw is spent on the first single prompt that hides its answer, whatever it asks. A hidden "Passcode:" gets the account's
#           password, and at the next prompt plink gives up ("Configured password was not accepted"). A prompt that echoes is
#           passed over: plink asks the person for the code, and -pw is kept for the password behind it.
# Matters:  one bit in the request (RFC 4256's echo; Prompt=1 in RADIUS) decides whether saved PuTTY passwords work at a code-first
#           door or burn its budget. A one-time code has no need to be hidden.
set -euo pipefail
work=$(mktemp -d); server=; trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT; cd "$work"
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
        fs.appendFileSync('answers', JSON.stringify(all) + '\n');
        if (requests.length) return next();
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
command -v plink > /dev/null || { apt-get download -qq putty-tools=0.78-2+deb12u2 && dpkg-deb -x putty-tools*.deb . && PATH=$work/usr/bin:$PATH; }
login() {
  serve "[[\"\",\"\",[[\"Passcode: \",$1]]],[\"\",\"\",[[\"Password: \",false]]]]"
  key=$(ssh-keyscan -p "$port" 127.0.0.1 2> /dev/null | ssh-keygen -lf - | awk '{ print $2; exit }')
  # a person at a terminal types 123456 when asked; typing goes on until plink ends
  { for _ in 1 2 3 4 5 6; do sleep 1; [ -s answers ] || printf '123456\n'; done; } |
    HOME=$work timeout 15 script -qec "plink -ssh -hostkey $key -P $port -pw the-password alice@127.0.0.1 true < /dev/tty" /dev/null > out 2>&1 || true
  kill "$server"; server=
  tail -1 answers 2> /dev/null || echo none
}
hidden=$(login false); echoed=$(login true)
echo "expected: the same from both"
echo "seen:     hidden code prompt: $hidden"
echo "          echoed code prompt: $echoed"
[ "$hidden" = '["the-password"]' ] && [ "$echoed" = '["123456","the-password"]' ] || { echo "CHANGED"; exit 1; }
echo "still so: echo decides which prompt gets the password"
