#!/bin/bash
# What:     ssh with ConnectTimeout=2 at a server that stops before its identification line, or after it.
# Versions: OpenSSH client 9.2p1 (Debian 1:9.2p1-2+deb12u10).
# Expected: ssh ends after two seconds both times. ssh_config(5): the timeout is applied to "establishing the connection and to performing the
#           initial SSH protocol handshake and key exchange".
# Seen:     it covers the connection and the identification line. A server that has sent its line and then hangs is waited for without end. A
#           ServerAliveInterval ends that too.
# Matters:  a health check or a script with ConnectTimeout hangs for hours on a server that is stuck after the first line (out of memory, a
#           relay with nothing behind it). Wrap it in timeout(1), or give ServerAliveInterval as well.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
cat > server.js <<'J'
const net = require('net'), fs = require('fs');
const listen = (line, name) => net.createServer(s => { s.on('error', () => {}); if (line) s.write(line); }).listen(0, '127.0.0.1', function () { fs.writeFileSync(name, `${this.address().port}`); });
listen('', 'silent'); listen('SSH-2.0-stuck\r\n', 'stuck');
J
node server.js & pids=$!
for _ in $(seq 100); do [ -s silent ] && [ -s stuck ] && break; sleep 0.1; done
try() { local rc=0; timeout 12 ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=2 "${@:2}" -p "$(cat "$1")" alice@127.0.0.1 true < /dev/null > out 2>&1 || rc=$?; case $rc in 255) echo 'ends';; 124) echo 'waits on';; *) echo "$rc";; esac; }
seen="no identification: $(try silent); no key exchange: $(try stuck); the same with ServerAliveInterval=1: $(try stuck -o ServerAliveInterval=1 -o ServerAliveCountMax=2)"
echo "expected: no identification: ends; no key exchange: ends; the same with ServerAliveInterval=1: ends"
echo "seen:     $seen"
[ "$seen" = 'no identification: ends; no key exchange: waits on; the same with ServerAliveInterval=1: ends' ] || { echo "CHANGED"; exit 1; }
echo "still so: ConnectTimeout ends with the identification line"
