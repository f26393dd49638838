#!/bin/bash
# What:     Ed25519 keys made by npm's ssh2 (utils.generateKeyPairSync), read back by itself and by ssh-keygen.
# Versions: npm ssh2 1.17.0 on Node 20; OpenSSH 9.2p1 (Debian openssh-client 1:9.2p1-2+deb12u10).
# Expected: each key that it writes can be read.
# Seen:     about one in some hundred cannot: "Malformed OpenSSH private key" by ssh2 itself, and ssh-keygen refuses the same file. All the others are good,
#           so no test that makes one key, or ten, has ever shown it.
# Matters:  a host key or a day key made at set-up fails for one installation in hundreds, and works when tried again: nobody reports that. Read a
#           generated key back before it is used, or let ssh-keygen make it.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 > /dev/null
cat > make.js <<'J'
const { utils } = require('ssh2'), fs = require('fs');
let good, bad, made = 0, unreadable = 0;
for (const end = Date.now() + 60000; made < 30000 && unreadable < 3 && Date.now() < end; made++) {
  const key = utils.generateKeyPairSync('ed25519').private, read = utils.parseKey(key);
  if (read instanceof Error) { bad = key; unreadable++; if (unreadable === 1) console.log(read.message); } else good = key;
}
fs.writeFileSync('good', good, { mode: 0o600 }); if (bad) fs.writeFileSync('bad', bad, { mode: 0o600 });
console.log(`${unreadable} of ${made} cannot be read`);
J
seen=$(node make.js)
read_by_openssh() { if [ -e "$1" ] && ssh-keygen -y -P '' -f "$1" > /dev/null 2>&1; then echo reads; else echo refuses; fi; }
good=$(read_by_openssh good); bad=$(read_by_openssh bad)
echo "expected: 0 cannot be read"
echo "seen:     $seen; ssh-keygen $good a good one and $bad a bad one"
[[ $seen == *'Malformed OpenSSH private key'* ]] && [ "$good $bad" = 'reads refuses' ] || { echo "CHANGED"; exit 1; }
echo "still so: one key in hundreds is written wrongly"
