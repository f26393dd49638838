#!/bin/bash
# What:     the same non-ASCII text as instruction and as prompt of a keyboard-interactive request, in ssh under a UTF-8 locale.
# Versions: OpenSSH client 9.2p1 (Debian openssh-client 1:9.2p1-2+deb12u10); npm ssh2 1.17.0 as the server.
# Expected: both readable: the client knows the locale, and shows prompts and banners in UTF-8.
# Seen:     the prompt is shown as it is ("Zürich"), the instruction as octal escapes ("Z\303\274rich"): it goes through the log
#           function, which escapes every byte over 127 whatever the locale.
# Matters:  a site's name or a translated sentence looks broken in one of two places. Keep what may be shown as an instruction in
#           ASCII, or put it into the prompt.
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
serve '[["","Login server Zürich",[["Passcode for Zürich: ",false]]]]'
printf '#!/bin/sh\nprintf "%%s\\n" "$1" >> "%s/prompts"; echo 123456\n' "$work" > ask; chmod +x ask
LC_ALL=C.UTF-8 SSH_ASKPASS=$work/ask SSH_ASKPASS_REQUIRE=force timeout 30 ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
  -p "$port" alice@127.0.0.1 true < /dev/null > shown 2>&1
echo "expected: Zürich in both"
echo "seen:     prompt:      $(cat prompts)"
echo "          instruction: $(grep 'Login server' shown)"
grep -q 'Passcode for Zürich' prompts && grep -qF 'Login server Z\303\274rich' shown || { echo "CHANGED"; exit 1; }
echo "still so: UTF-8 in the prompt, octal in the instruction, in one request"
