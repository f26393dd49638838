#!/bin/bash
# What:     the instruction text of a keyboard-interactive request ("approve number 42 on the phone") under `ssh -q` and LogLevel ERROR.
# Versions: OpenSSH client 9.2p1 (Debian openssh-client 1:9.2p1-2+deb12u10); npm ssh2 1.17.0 as the server.
# Expected: name, instruction and prompts are one conversation (RFC 4256, section 3.2, wants all displayed): what asks is shown whole. -q
#           silences "warning and diagnostic messages".
# Seen:     the instruction is written as a log message at level INFO. With -q or LogLevel=ERROR it is not shown at all, the prompt is:
#           the person is asked for an answer to a question that they never saw.
# Matters:  `LogLevel ERROR` is common in ~/.ssh/config and in scripts, to be rid of "Permanently added". A number to match, or
#           which code is wanted, must stand in the prompt itself. (sshd with PAM happens to do that: pam-text-becomes-the-prompt.sh;
#           other SSH servers, gateways and bastions do not.)
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
serve '[["Sallyport","Approve number 42",[["Passcode: ",false]]]]'
printf '#!/bin/sh\nprintf "%%s\\n" "$1" >> "%s/prompts"; echo 123456\n' "$work" > ask; chmod +x ask
login() {
  : > prompts
  SSH_ASKPASS=$work/ask SSH_ASKPASS_REQUIRE=force timeout 30 ssh -F none "$@" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
    -p "$port" alice@127.0.0.1 true < /dev/null > shown 2>&1
  grep -q 'Passcode: ' prompts || { echo "CHANGED: the prompt was not asked"; exit 1; }
  if grep -q 'number 42' shown prompts; then echo shown; else echo hidden; fi
}
plain=$(login); quiet=$(login -q); error=$(login -o LogLevel=ERROR)
echo "expected: shown shown shown"
echo "seen:     plain $plain, -q $quiet, LogLevel=ERROR $error (the prompt was asked each time)"
[ "$plain $quiet $error" = "shown hidden hidden" ] || { echo "CHANGED"; exit 1; }
echo "still so: quiet hides the question and asks for the answer"
