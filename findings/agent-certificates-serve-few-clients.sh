#!/bin/bash
# What:     a day's certificate in ssh-agent (added with its key, as ssh-add does), used by seven SSH clients at a sshd that trusts the CA only.
# Versions: Debian 12: sshd and ssh 9.2p1, plink 0.78, curl 7.88 with libssh2 1.10.0, dbclient 2022.83, paramiko 2.12.0, asyncssh 2.10.1;
#           npm ssh2 1.17.0. Each gets in with a plain key of the same agent: that is tried first.
# Expected: the agent signs, the client only passes the blob on: what works for a plain key in the agent works for a certificate in it.
# Seen:     ssh and plink get in. paramiko does with an Ed25519 certificate and not with an RSA one; curl, dbclient, asyncssh and ssh2 never:
#           they skip it, or send it under the plain key's algorithm name.
# Matters:  "sign in once in the morning, the certificate waits in the agent" holds for OpenSSH and PuTTY. Backup programs, sync tools, editors
#           and Ansible drivers built on the others still need the plain key to be let in: vouch for the key, not only for a certificate.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT; cd "$work"
trap 'ssh-agent -k > /dev/null 2>&1 || true; [ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT
apt-get download -qq dropbear-bin=2022.83-1+deb12u3 python3-paramiko=2.12.0-2 python3-asyncssh=2.10.1-2+deb12u2 libtomcrypt1 libtommath1 \
  python3-cryptography python3-cffi-backend python3-nacl python3-bcrypt python3-six python3-typing-extensions 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
command -v plink > /dev/null && command -v curl > /dev/null || { echo "install putty-tools and curl"; exit 1; }
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 > /dev/null
ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t ed25519 -N '' -f key; cp key.pub authorized
cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile $work/authorized
StrictModes no
UsePAM no
PidFile $work/sshd.pid
Subsystem sftp internal-sftp
C
mkdir -p /run/sshd
for port in $(shuf -i 20000-30000 -n 20); do
  /usr/sbin/sshd -f sshd.conf -p "$port" -E "$work/sshd.log" 2> /dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
done
export HOME=$work PYTHONPATH=$work/usr/lib/python3/dist-packages PYTHONWARNINGS=ignore
libraries=$(dirname "$(find usr/lib -name libtomcrypt.so.1)")
fingerprint=$(ssh-keygen -lf host.pub | awk '{ print $2 }')
cat > paramiko_.py <<'P'
import paramiko, sys
client = paramiko.SSHClient(); client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
client.connect('127.0.0.1', int(sys.argv[1]), 'root', look_for_keys=False)
P
cat > asyncssh_.py <<'P'
import asyncio, asyncssh, sys
async def main():
    async with asyncssh.connect('127.0.0.1', int(sys.argv[1]), username='root', known_hosts=None, config=None): pass
asyncio.run(main())
P
cat > ssh2_.js <<'J'
const client = new (require('ssh2').Client)();
client.on('ready', () => process.exit(0)).on('error', () => process.exit(1));
client.connect({ host: '127.0.0.1', port: +process.argv[2], username: 'root', agent: process.env.SSH_AUTH_SOCK });
J
try() { if timeout 20 "${@:2}" > /dev/null 2>&1 < /dev/null; then printf '%s ' "$1"; fi; }
who() {
  try ssh ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -p "$port" root@127.0.0.1 true
  try plink plink -batch -hostkey "$fingerprint" -P "$port" root@127.0.0.1 true
  try curl curl -sS -k -u root: "sftp://127.0.0.1:$port/etc/hostname"
  try dbclient sh -c "LD_LIBRARY_PATH=$libraries usr/bin/dbclient -y -y -p $port root@127.0.0.1 'echo inside' | grep inside"
  try paramiko /usr/bin/python3 paramiko_.py "$port"
  try asyncssh /usr/bin/python3 asyncssh_.py "$port"
  try ssh2 node ssh2_.js "$port"
}
eval "$(ssh-agent)" > /dev/null
ssh-keygen -q -t ed25519 -N '' -f ca
ssh-add -q key; plain=$(who)
ssh-keygen -q -s ca -I alice -n root -V -5m:+1h key.pub; ssh-add -q -D; ssh-add -q key
echo "cert-authority $(cat ca.pub)" > authorized; ed25519=$(who)
ssh-keygen -q -t rsa -b 2048 -N '' -f rsa; ssh-keygen -q -s ca -I alice -n root -V -5m:+1h rsa.pub
ssh-add -q -D; ssh-add -q rsa; rsa=$(who)
echo "a plain key in the agent:           $plain"
echo "an Ed25519 certificate in the agent: expected the same, seen $ed25519"
echo "an RSA certificate in the agent:     expected the same, seen $rsa"
[ "$plain" = 'ssh plink curl dbclient paramiko asyncssh ssh2 ' ] && [ "$ed25519" = 'ssh plink paramiko ' ] && [ "$rsa" = 'ssh plink ' ] || { echo "CHANGED"; exit 1; }
echo "still so: a certificate in the agent serves two or three of seven clients"
