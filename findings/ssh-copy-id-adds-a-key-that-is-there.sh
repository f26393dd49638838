#!/bin/bash
# What:     ssh-copy-id with a key that the server has already, where a key is followed by a second factor, or a code alone opens too.
# Versions: Debian openssh-client 1:9.2p1-2+deb12u10; npm ssh2 1.17.0 as the server. It offers keys first, as sshd does with
#           "AuthenticationMethods publickey,keyboard-interactive keyboard-interactive".
# Expected: "All keys were skipped because they already exist on the remote system", and authorized_keys keeps its one line.
# Seen:     ssh-copy-id knows the key only by a login that needs nothing else. The accepted key followed by a prompt looks to it like a key that is not
#           there: each run asks for a code and adds the line once more.
# Matters:  authorized_keys grows with each run of a set-up script, "to filter out any that are already installed" notwithstanding, and every run costs a
#           code. Look with `grep` in the file first.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 > /dev/null
ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t ed25519 -N '' -f key
cat > server.js <<'J'
const { Server } = require('ssh2'), fs = require('fs'), { spawn } = require('child_process'), key = fs.readFileSync('key.pub', 'utf8').split(' ')[1];
const listen = alone => new Server({ hostKeys: [fs.readFileSync('host')] }, c => c.on('error', () => {}).on('authentication', x => {
  if (x.method === 'keyboard-interactive') return x.prompt([{ prompt: 'Passcode: ', echo: false }], a => a[0] === '123456' ? x.accept() : x.reject());
  if (x.method !== 'publickey' || x.key.data.toString('base64') !== key) return x.reject(['publickey', 'keyboard-interactive']);
  if (!x.signature || alone) return x.accept();
  x.reject(['keyboard-interactive'], true);
}).on('session', open => open().on('exec', (ok, no, info) => {
  const s = ok(), p = spawn('sh', ['-c', info.command], { env: { HOME: `${process.cwd()}/${alone ? 'one' : 'two'}`, PATH: process.env.PATH } });
  s.pipe(p.stdin); p.stdout.pipe(s, { end: false }); p.on('close', code => { s.exit(code || 0); s.end(); });
}))).listen(0, '127.0.0.1', function () { fs.writeFileSync(alone ? 'port.one' : 'port.two', `${this.address().port}`); });
listen(true); listen(false);
J
for factors in one two; do mkdir -p $factors/.ssh; cp key.pub $factors/.ssh/authorized_keys; done
node server.js & pids=$!
for _ in $(seq 100); do [ -s port.one ] && [ -s port.two ] && break; sleep 0.1; done
printf '#!/bin/sh\necho 123456\n' > askpass; chmod +x askpass; mkdir -p client/.ssh
copy() { HOME=$work/client SSH_ASKPASS=$work/askpass SSH_ASKPASS_REQUIRE=force timeout 60 ssh-copy-id -i key.pub -p "$(cat "port.$1")" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null alice@127.0.0.1 < /dev/null > "out.$1" 2>&1 || true; }
for factors in one two; do copy $factors; copy $factors; done
seen="key alone: $(wc -l < one/.ssh/authorized_keys), key and code: $(wc -l < two/.ssh/authorized_keys)"
echo "expected: lines after two more runs: key alone: 1, key and code: 1"
echo "seen:     $seen ($(grep -o 'Number of key.*' out.two || true))"
[ "$seen" = 'key alone: 1, key and code: 3' ] || { echo "CHANGED"; exit 1; }
echo "still so: behind a second factor each run adds the key"
