#!/bin/bash
# What:     curl's sftp with a key and a password at a server that wants both (AuthenticationMethods publickey,password or publickey,keyboard-interactive).
# Versions: Debian curl 7.88.1 with libssh2 1.10.0; npm ssh2 1.17.0 as the server; OpenSSH client 9.2p1 as the other client.
# Expected: curl is given --key and -u user:password, and goes on with the password after the key's partial success.
# Seen:     the signed key is sent, the server answers "partial success, now SECOND", and curl ends with 67, "Authentication failure", with no further
#           method sent, whichever the second is: libssh2 reports partial success as failure, and curl takes its method list from the start of the login.
# Matters:  programs on libssh2 (curl, many backup and monitoring agents) cannot pass any door that wants two methods of SSH. What can
#           pass is one method that asks twice, or a key that counts for both.
set -euo pipefail
work=$(mktemp -d); server=; trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 > /dev/null
ssh-keygen -q -t ed25519 -N '' -f key
ssh-keygen -q -t ed25519 -N '' -f server.key
cat > server.js <<'J'
// As sshd with "AuthenticationMethods publickey,SECOND": a key first (partial success), then SECOND; alice has "password", bob "keyboard-interactive".
const { Server } = require('ssh2'), fs = require('fs');
const server = new Server({ hostKeys: [fs.readFileSync('server.key')] }, client => {
  let keyed = false;
  client.on('error', () => {}).on('authentication', context => {
    const second = context.username === 'bob' ? 'keyboard-interactive' : 'password';
    fs.appendFileSync('methods', context.method + (context.signature ? '(signed) ' : ' '));
    if (!keyed && context.method === 'publickey') {
      if (!context.signature) return context.accept();
      keyed = true;
      return context.reject([second], true);
    }
    if (!keyed) return context.reject(['publickey']);
    if (context.method !== second) return context.reject([second]);
    if (second === 'password') return context.password === 'the-password' ? context.accept() : context.reject([second]);
    context.prompt([{ prompt: 'Password: ', echo: false }], '', '', a => a && a[0] === 'the-password' ? context.accept() : context.reject([second]));
  }).on('ready', () => client.on('session', accept => accept().on('exec', start => { const s = start(); s.write('inside\n'); s.exit(0); s.end(); })));
}).listen(0, '127.0.0.1', () => fs.writeFileSync('port', String(server.address().port)));
J
node server.js & server=$!; for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done; port=$(cat port)
printf '#!/bin/sh\necho the-password\n' > ask; chmod +x ask
by_ssh() {
  SSH_ASKPASS=$work/ask SSH_ASKPASS_REQUIRE=force timeout 30 ssh -F none -q -i key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
    -p "$port" "$1@127.0.0.1" true < /dev/null 2> /dev/null || echo refused
}
by_curl() { timeout 30 curl -sS -k --key key --pubkey key.pub -u "$1:the-password" "sftp://127.0.0.1:$port/" > /dev/null 2> error && echo inside || cat error; }
curl --version | grep -o 'libssh2/[0-9.]*' || { echo "this curl is not built on libssh2"; exit 1; }
changed=0
for name in alice bob; do
  : > methods; openssh=$(by_ssh $name); [ "$openssh" = refused ] || openssh=inside
  : > methods; curl=$(by_curl $name); methods=$(cat methods)
  echo "$name: ssh $openssh; curl expected inside, seen \"$curl\" ($methods)"
  [ "$openssh" = inside ] && [[ $curl == *Authentication* ]] && [[ $methods == *'publickey(signed) ' ]] || changed=1
done
[ $changed = 0 ] || { echo "CHANGED"; exit 1; }
echo "still so: nothing is sent after a partial success"
