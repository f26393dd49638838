#!/bin/bash
# What:     a user certificate made by npm's sshpk, used for an interactive login.
# Versions: npm sshpk 1.18.0; OpenSSH 9.2p1 (Debian openssh-client and openssh-server 1:9.2p1-2+deb12u10).
# Expected: what ssh-keygen -s gives when nothing is said: permit-pty, permit-port-forwarding, permit-agent-forwarding, permit-X11-forwarding, permit-user-rc.
# Seen:     no extension at all, and createCertificate has no option for them. The login works, the shell has no terminal ("PTY allocation request
#           failed"), -L and -A fail: certificates are deny by default, and ssh-keygen's defaults are its own.
# Matters:  a certificate authority written on it passes its first test (ssh host true) and fails its first person. Whatever makes certificates must
#           say the extensions itself.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . sshpk@1.18.0 > /dev/null
ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t ed25519 -N '' -f key
cat > make.js <<'J'
const fs = require('fs'), sshpk = require('sshpk');
const authority = sshpk.generatePrivateKey('ed25519'), key = sshpk.parseKey(fs.readFileSync('key.pub'), 'ssh');
const certificate = sshpk.createCertificate([sshpk.identityForUser('root')], key, sshpk.identityForHost('ca.example.org'), authority, { lifetime: 3600 });
fs.writeFileSync('key-cert.pub', certificate.toBuffer('openssh')); fs.writeFileSync('ca.pub', authority.toPublic().toString('ssh') + '\n');
J
node make.js
cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile none
TrustedUserCAKeys $work/ca.pub
StrictModes no
UsePAM no
PidFile $work/sshd.pid
C
mkdir -p /run/sshd
for port in $(shuf -i 20000-30000 -n 20); do
  /usr/sbin/sshd -f sshd.conf -p "$port" -E "$work/sshd.log" 2> /dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
done
login() { timeout 20 ssh -F none -o LogLevel=INFO -i key -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -p "$port" "$@" root@127.0.0.1 'echo inside; tty' < /dev/null 2>&1 | tr -d '\r' | grep -v Warning | tr '\n' ';' || true; }
plain=$(login -T); terminal=$(login -tt)
extensions=$(ssh-keygen -L -f key-cert.pub | grep -A1 Extensions | tr -d ' \n')
echo "expected: five extensions, and a terminal"
echo "seen:     $extensions, without a terminal: $plain with -tt: $terminal"
[ "$extensions" = 'Extensions:(none)' ] && [[ $plain == inside* && $terminal == *'PTY allocation request failed'* ]] || { echo "CHANGED"; exit 1; }
echo "still so: a certificate without extensions"
