#!/bin/bash
# What:     npm's @microsoft/dev-tunnels-ssh as a client of a server that offers only keyboard-interactive (a code, or a push without any prompt).
# Versions: npm @microsoft/dev-tunnels-ssh 3.12.42; npm ssh2 1.17.0 as the server, and as the other client.
# Expected: it asks for the method as RFC 4256, section 3.1, says, hands the prompts to onAuthenticating (clientInteractive, infoRequest), and logs in.
# Seen:     its request is not one: the server ends the connection ("Malformed USERAUTH_REQUEST packet"), before any prompt. And where a password is the
#           first of two methods, authenticateClient resolves to false as for a wrong one, although the server accepted it.
# Matters:  behind a second factor it never gets in, says "disposed", and its users reset a password that is right. Give such a program a key or a
#           certificate as the only method.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . @microsoft/dev-tunnels-ssh@3.12.42 ssh2@1.17.0 > /dev/null
ssh-keygen -q -t ecdsa -N '' -f server.key
cat > try.js <<'J'
const { Server, Client } = require('ssh2'), ssh = require('@microsoft/dev-tunnels-ssh'), net = require('net'), fs = require('fs');
const plans = { code: ['keyboard-interactive'], both: ['password', 'keyboard-interactive'], password: ['password'] }; let log;
const server = new Server({ hostKeys: [fs.readFileSync('server.key')] }, client => {
  let left; client.on('error', e => log.push(e.message.replace(/.*: /, ''))).on('authentication', context => {
    left ??= [...plans[context.username]]; if (context.method !== left[0]) return context.reject([left[0]]);
    const next = () => { log.push(left.shift()); if (left.length) context.reject([left[0]], true); else context.accept(); };
    if (context.method === 'password') next(); else context.prompt([{ prompt: 'Passcode: ', echo: false }], answers => answers[0] === '123456' ? next() : context.reject());
  });
});
const tunnels = async (username, password) => {
  const socket = net.connect(server.address().port, '127.0.0.1'), session = new ssh.SshClientSession(new ssh.SshSessionConfiguration());
  session.onAuthenticating(event => {
    if (event.infoRequest) { event.infoResponse = new ssh.AuthenticationInfoResponseMessage(); event.infoResponse.responses = ['123456']; }
    event.authenticationPromise = Promise.resolve({});
  });
  try { await session.connect(new ssh.NodeStream(socket)); await session.authenticateServer(); return await session.authenticateClient({ username, ...(password && { password }) }); } catch (e) { return e.message; }
};
const other = (username, password) => new Promise(done => { const c = new Client(); c.on('ready', () => { c.end(); done(true); }).on('error', () => done(false)).on('keyboard-interactive', (n, i, l, p, answer) => answer(['123456']))
  .connect({ host: '127.0.0.1', port: server.address().port, username, password, tryKeyboard: true }); });
const show = async (text, end) => { log = []; end = await end; await new Promise(done => setTimeout(done, 300)); return `${text} ${end} (server: ${log.join(', ')})`; };
server.listen(0, '127.0.0.1', async () => {
  for (const client of [other, tunnels]) for (const [name, password] of [['password', 'x'], ['code'], ['both', 'x']]) console.log(await show(name, (log = [], client(name, password))));
  process.exit();
});
J
timeout 120 node try.js > out
echo "expected: as ssh2's client:"; head -3 out; echo "seen:"; tail -3 out
[ "$(head -3 out | cut -d' ' -f2 | paste -sd,)" = true,true,true ] && [ "$(tail -3 out | paste -sd';')" = 'password true (server: password);code SshClientSession disposed. (server: Malformed USERAUTH_REQUEST packet);both false (server: password)' ] || { echo "CHANGED"; exit 1; }
echo "still so: its question is half a packet"
