#!/bin/bash
# What:     a security key (sk-ssh-ed25519, sk-ecdsa) in ssh-agent as the only key, used by six SSH clients.
# Versions: Debian 12: ssh and sshd 9.2p1, plink 0.78, curl 7.88 with libssh2 1.10.0, paramiko 2.12.0, asyncssh 2.10.1; npm ssh2 1.17.0;
#           openssh-tests 1:9.2p1-2+deb12u10 (OpenSSH's software security key sk-dummy.so).
# Expected: old clients that know nothing of security keys fail, as they cannot know the format; new ones that say so in their notes get in.
# Seen:     it is no matter of age: plink, paramiko 2.12 (of 2022, without a word on security keys) and asyncssh pass the agent's blob on and
#           get in; npm's ssh2 1.17 (of 2025) parses each key of the agent, and drops kinds that it cannot parse without a word even in
#           its debug output; curl's libssh2 fails too.
# Matters:  "touch your key" works from many a script through the agent, while editors and file managers built on ssh2 say only "All
#           configured authentication methods failed". Which programs can use security keys must be tried, not read.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); trap 'ssh-agent -k > /dev/null 2>&1 || true; [ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq openssh-tests=1:9.2p1-2+deb12u10 python3-paramiko=2.12.0-2 python3-asyncssh=2.10.1-2+deb12u2 \
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
  try paramiko /usr/bin/python3 paramiko_.py "$port"
  try asyncssh /usr/bin/python3 asyncssh_.py "$port"
  try ssh2 node ssh2_.js "$port"
}
export SSH_SK_PROVIDER=$work/usr/lib/openssh/regress/misc/sk-dummy/sk-dummy.so
eval "$(ssh-agent -P "$work/*")" > /dev/null
ssh-add -q key; plain=$(who)
seen=
for kind in ed25519 ecdsa; do
  ssh-keygen -q -t $kind-sk -N '' -f $kind-sk; cp $kind-sk.pub authorized; ssh-add -q -D; ssh-add -q $kind-sk
  now=$(who); echo "$kind-sk in the agent: $now"; seen="$seen$now;"
done
echo "a plain key:           $plain"
[ "$plain" = 'ssh plink curl paramiko asyncssh ssh2 ' ] && [ "$seen" = 'ssh plink paramiko asyncssh ;ssh plink paramiko asyncssh ;' ] || { echo "CHANGED"; exit 1; }
echo "still so: four of six use the security key, and age does not tell which"
