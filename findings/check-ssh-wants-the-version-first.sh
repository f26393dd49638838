#!/bin/bash
# What:     the monitoring plugin check_ssh at a server that sends a line of text before its version, and at one that waits for a second.
# Versions: Debian monitoring-plugins-basic 2.3.3-5+deb12u2 (check_ssh 2.3.3); OpenSSH client 9.2p1 as the other client.
# Expected: OK: RFC 4253, section 4.2, lets a server send lines of data before "SSH-", and a client must be able to skip them.
# Seen:     "Server answer: Authorized use only", status 2, whether the line comes alone or together with the version, which the plugin
#           then prints as well. ssh goes on with the key exchange. The slow version is OK.
# Matters:  a notice before the version (a gate's "try again later", a bastion's legal text) pages people for a door that lets everybody in. Check such
#           a door with a key exchange, or with a login.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq monitoring-plugins-basic=2.3.3-5+deb12u2 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x monitoring*.deb .
cat > server.js <<'J'
const server = require('net').createServer(c => { // the mode is in the file; a client that accepts the version sends its KEXINIT (type 20) after its own
  let all = ''; c.on('error', () => {}).on('data', d => { all += d.toString('latin1'); if (all[all.indexOf('\n') + 6] === '\x14') { require('fs').writeFileSync('said', 'KEXINIT'); c.destroy(); } }); setTimeout(() => c.destroy(), 5000);
  const mode = require('fs').readFileSync('mode', 'utf8'), version = 'SSH-2.0-Gate\r\n';
  if (mode === 'slow') setTimeout(() => c.write(version), 1000); else if (mode === 'apart') { c.write('Authorized use only\r\n'); setTimeout(() => c.write(version), 300); } else c.write((mode === 'line' ? 'Authorized use only\r\n' : '') + version);
}).listen(0, '127.0.0.1', () => require('fs').writeFileSync('port', String(server.address().port)));
setTimeout(() => process.exit(), 120000);
J
node server.js & pids=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
try() {
  printf %s "$1" > mode; : > said; status=0; usr/lib/nagios/plugins/check_ssh -t 10 -p "$(cat port)" 127.0.0.1 > out 2>&1 || status=$?
  : > said; timeout 20 ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -p "$(cat port)" alice@127.0.0.1 true > /dev/null 2>&1 || true
  echo "$1 $status $(if grep -q KEXINIT said; then echo "(ssh goes on)"; else echo "(ssh stops)"; fi)"
}
seen="$(try plain), $(try slow), $(try line), $(try apart)"
echo "expected: plain 0 (ssh goes on), slow 0 (ssh goes on), line 0 (ssh goes on), apart 0 (ssh goes on)"; echo "seen:     $seen"; head -1 out
[ "$seen" = 'plain 0 (ssh goes on), slow 0 (ssh goes on), line 2 (ssh goes on), apart 2 (ssh goes on)' ] || { echo "CHANGED"; exit 1; }
echo "still so: a line before the version is critical"
