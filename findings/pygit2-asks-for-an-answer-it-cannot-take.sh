#!/bin/bash
# What:     pygit2 (libgit2 over libssh2) at servers that want a key and then a push (keyboard-interactive without any prompt), a password and then the
#           push, or only the push.
# Versions: Debian python3-pygit2 1.11.1-3, libgit2-1.5 1.5.1+ds-1+deb12u2, libssh2-1 1.10.0; npm ssh2 1.17.0 as the server.
# Expected: a method that pygit2 cannot use is left alone ("no method left"), or a push, at which nothing is typed, goes through.
# Seen:     the callback "credentials" is called for it, after the key or the password was accepted, and with one bit (16, interactive) for which pygit2
#           has no class. Whatever it returns raises "invalid credential type".
# Matters:  programs that fetch with pygit2 fail behind a second factor with an error that blames the key's type. Let them call git itself, which uses
#           ssh, or let their account in without a prompt.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-pygit2=1.11.1-3 libgit2-1.5=1.5.1+ds-1+deb12u2 libssh2-1 libhttp-parser2.9 libmbedcrypto7 libmbedtls14 libmbedx509-1 python3-cffi-backend python3-cached-property 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 > /dev/null
ssh-keygen -q -t ecdsa -N '' -f server.key; ssh-keygen -q -t rsa -m PEM -N '' -f id
cat > server.js <<'J'
const { Server } = require('ssh2'), fs = require('fs'), plans = { key: ['publickey', 'keyboard-interactive'], password: ['password', 'keyboard-interactive'], push: ['keyboard-interactive'] };
const server = new Server({ hostKeys: [fs.readFileSync('server.key')] }, client => {
  let left;
  client.on('error', () => {}).on('authentication', context => {
    left ??= [...plans[context.username]];
    if (context.method !== left[0]) return context.reject([left[0]]);
    if (context.method === 'publickey' && !context.signature) return context.accept();
    const next = () => { fs.appendFileSync('log', left.shift() + ' '); if (left.length) context.reject([left[0]], true); else context.accept(); };
    if (context.method === 'keyboard-interactive') context.prompt([], '', 'Tap on your phone', next); else next();
  });
}).listen(0, '127.0.0.1', () => fs.writeFileSync('port', String(server.address().port)));
setTimeout(() => process.exit(), 120000);
J
node server.js & pids=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
cat > fetch.py <<'P'
import sys, pygit2
class Callbacks(pygit2.RemoteCallbacks):
    asked = []
    def certificate_check(self, *_): return True
    def credentials(self, url, name, allowed):
        self.asked.append(allowed)
        return pygit2.UserPass(name, 'secret') if name == 'password' else pygit2.Keypair(name, 'id.pub', 'id', '')
try: pygit2.clone_repository(f'ssh://{sys.argv[1]}@127.0.0.1:{open("port").read()}/x.git', sys.argv[1], callbacks=Callbacks()); end = 'fetched'
except Exception as e: end = str(e)
print(sys.argv[1] + ':', 'asked for', *Callbacks.asked, '-', end, end='; ')
P
export PYTHONPATH=$work/usr/lib/python3/dist-packages LD_LIBRARY_PATH; LD_LIBRARY_PATH=$(dirname "$(find "$work/usr/lib" -name 'libgit2.so.1.5')")
: > log; seen=$(for name in key password push; do timeout 60 /usr/bin/python3 fetch.py $name; done); log=$(cat log)
echo "expected: asked once in the first two, never in the third"; echo "seen:     $seen the server accepted: $log"
[ "$seen" = 'key: asked for 70 16 - invalid credential type; password: asked for 1 16 - invalid credential type; push: asked for 16 - invalid credential type; ' ] && [ "$log" = 'publickey password ' ] || { echo "CHANGED"; exit 1; }
echo "still so: it asks for what it cannot take"
