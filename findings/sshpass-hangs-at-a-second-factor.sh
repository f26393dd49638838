#!/bin/bash
# What:     sshpass at a door that asks for a code, before or after the password.
# Versions: Debian sshpass 1.09-1+b1; OpenSSH client 9.2p1; npm ssh2 1.17.0 as the server.
# Expected: a prompt that is not for the password ends sshpass with one of its error codes (3 "general runtime error", 5 "invalid password"), or is shown
#           to the person at the terminal.
# Seen:     a prompt without "assword" is neither answered nor shown: ssh's terminal is sshpass's own, which goes on waiting for its words, and
#           nothing times out on this side. The program sits in silence until the server's LoginGraceTime.
# Matters:  tools that call sshpass (Ansible with a password, scripts in cupboards) hang for two minutes a host at a two-factor door, with nothing
#           in the log on either side. -P 'Passcode' with the code answers that prompt, and then hangs at the password.
set -euo pipefail
work=$(mktemp -d); server=; trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq sshpass=1.09-1+b1 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x sshpass*.deb .
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
        all.includes('123456') ? context.accept() : context.reject(['keyboard-interactive']);
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
by() { local status=0; rm -f answers; timeout 12 usr/bin/sshpass "$@" ssh -F none -o LogLevel=ERROR -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -p "$port" alice@127.0.0.1 true < /dev/null > out 2>&1 || status=$?; if [ $status = 124 ]; then echo "hangs, shown: \"$(cat out)\", sent: $(tail -1 answers 2> /dev/null || echo nothing)"; else echo "ends with $status, sent: $(tail -1 answers 2> /dev/null || echo nothing)"; fi; }
serve '[["","",[["Password: ",false]]]]'; alone=$(by -p 123456); kill "$server"
serve '[["","",[["Passcode: ",false]]],["","",[["Password: ",false]]]]'; first=$(by -p the-password); code=$(by -P Passcode -p 123456); kill "$server"
serve '[["","",[["Password: ",false]]],["","",[["Passcode: ",false]]]]'; second=$(by -p the-password)
echo "password alone:               $alone"
echo "code first:                   expected an error, $first"
echo "code first, -P Passcode:      $code"
echo "password first, then a code:  expected an error, $second"
[ "$alone" = 'ends with 0, sent: ["123456"]' ] && [ "$first" = 'hangs, shown: "", sent: nothing' ] && [ "$code" = 'hangs, shown: "", sent: ["123456"]' ] && [ "$second" = 'hangs, shown: "", sent: ["the-password"]' ] || { echo "CHANGED"; exit 1; }
echo "still so: sshpass hangs in silence at any other question"
