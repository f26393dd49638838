#!/bin/bash
# What:     asyncssh, given a password and no handler, at prompts of keyboard-interactive with different words.
# Versions: Debian python3-asyncssh 2.10.1-2+deb12u2; npm ssh2 1.17.0 as the server.
# Expected: a password is for a prompt that asks for a password. "Passcode:" asks for a one-time code: not answered.
# Seen:     the password goes to any single prompt with "password" or "passcode" in it; "One-time code:" and "Verification code:" get
#           nothing, the login fails without an answer sent.
# Matters:  one word decides what a script does at a two-factor door: "Passcode" gets the account's password as a code: it is refused,
#           is counted against the person's budget, and arrives where codes are logged or checked. "Code" costs nothing. The wording
#           of a prompt is an interface.
set -euo pipefail
work=$(mktemp -d); server=; trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-asyncssh=2.10.1-2+deb12u2 python3-cryptography python3-cffi-backend python3-typing-extensions 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
export PYTHONPATH=$work/usr/lib/python3/dist-packages PYTHONWARNINGS=ignore
cat > login.py <<'P'
import asyncio, asyncssh, sys
async def main():
    try:
        async with asyncssh.connect('127.0.0.1', int(sys.argv[1]), username='alice', password='the-password', known_hosts=None,
                                    client_keys=None, agent_path=None, config=None):
            pass
    except asyncssh.Error:
        pass
asyncio.run(main())
P
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
seen=
for prompt in 'Password: ' 'Passcode: ' 'One-time code: ' 'Verification code: '; do
  serve "[[\"\",\"\",[[\"$prompt\",false]]]]"
  timeout 30 /usr/bin/python3 login.py "$port" 2> /dev/null || true
  kill "$server"; server=
  if grep -qs the-password answers; then answer='the password'; else answer=nothing; fi
  echo "at \"$prompt\" asyncssh sends: $answer"
  seen="$seen$answer;"
done
echo "expected: the password; nothing; nothing; nothing"
[ "$seen" = 'the password;the password;nothing;nothing;' ] || { echo "CHANGED"; exit 1; }
echo "still so: \"Passcode\" gets the account's password"
