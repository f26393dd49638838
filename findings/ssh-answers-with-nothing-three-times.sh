#!/bin/bash
# What:     ssh without a terminal (cron, a unit, a CI job) and without BatchMode at a keyboard-interactive prompt; and a person who cancels the askpass
#           dialogue, or types Ctrl-D at the prompt.
# Versions: OpenSSH client 9.2p1 (Debian openssh-client 1:9.2p1-2+deb12u10); npm ssh2 1.17.0 as the server.
# Expected: who cannot ask has no answer: ssh gives the method up, and no answer is sent. A cancelled dialogue ends the login as Ctrl-C does.
# Seen:     an empty answer is sent each time, and the question is asked again until NumberOfPasswordPrompts (3): three answers in a moment,
#           all wrong. Only Ctrl-C sends nothing.
# Matters:  a forgotten cron job that calls ssh at a two-factor door uses three wrong codes of the person's budget a run; two runs close the door to that
#           network. A server does well to tell an empty answer from a guess; a job does well to say BatchMode=yes, which sends none.
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
serve '[["","",[["Passcode: ",false]]]]'
unset DISPLAY WAYLAND_DISPLAY SSH_ASKPASS SSH_ASKPASS_REQUIRE
printf '#!/bin/sh\nexit 1\n' > cancel; chmod +x cancel
options=(-F none -q -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -p "$port" alice@127.0.0.1 true)
answers() { cat answers 2> /dev/null | tr '\n' ' '; rm -f answers; }
timeout 30 setsid --wait ssh "${options[@]}" < /dev/null 2> /dev/null || true; none=$(answers)
SSH_ASKPASS=$work/cancel SSH_ASKPASS_REQUIRE=force timeout 30 ssh "${options[@]}" < /dev/null 2> /dev/null || true; cancelled=$(answers)
timeout 30 setsid --wait ssh -o BatchMode=yes "${options[@]}" < /dev/null 2> /dev/null || true; batch=$(answers)
echo "no terminal:         expected no answer, sent $none"
echo "askpass cancelled:   expected no answer, sent $cancelled"
echo "BatchMode=yes:       sent ${batch:-none}"
[ "$none$cancelled$batch" = '[""] [""] [""] [""] [""] [""] ' ] || { echo "CHANGED"; exit 1; }
echo "still so: three empty answers where there was nobody to ask"
