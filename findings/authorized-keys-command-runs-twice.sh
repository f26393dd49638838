#!/bin/bash
# What:     how often sshd runs AuthorizedKeysCommand for one login with one key that it accepts.
# Versions: sshd 9.2p1 (Debian openssh-server 1:9.2p1-2+deb12u10); ssh 9.2p1, plink 0.78, curl with libssh2 1.10.0; Debian python3-paramiko 2.12.0-2; npm ssh2 1.17.0.
# Expected: once: the key is looked up, then the signature is checked.
# Seen:     twice with most clients: once when the client asks whether the key would do, and again with the signed request; once with paramiko, which
#           signs without asking. Each further key that is offered costs one more.
# Matters:  what the command costs counts twice in a login, a command that counts, limits or logs uses sees two, and one that answers "yes" only once
#           refuses every OpenSSH client. An answer must not change between the two.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT; cd "$work"
command="/usr/local/sbin/finding-$$"; trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work" "$command"' EXIT
command -v plink > /dev/null && command -v puttygen > /dev/null && command -v curl > /dev/null || { echo "install putty-tools and curl"; exit 1; }
apt-get download -qq python3-paramiko=2.12.0-2 python3-cryptography python3-cffi-backend python3-nacl python3-bcrypt python3-six 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 > /dev/null
ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t ed25519 -N '' -f key; puttygen key -O private -o key.ppk
cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile none
AuthorizedKeysCommand $command
AuthorizedKeysCommandUser root
UsePAM no
PidFile $work/sshd.pid
Subsystem sftp internal-sftp
C
printf '#!/bin/sh\necho >> %s/calls\ncat %s/key.pub\n' "$work" "$work" > "$command"; chmod 755 "$command"   # sshd wants every folder above it to be root's
mkdir -p /run/sshd
for port in $(shuf -i 20000-30000 -n 20); do
  /usr/sbin/sshd -f sshd.conf -p "$port" -E "$work/sshd.log" 2> /dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
done
export HOME=$work PYTHONPATH=$work/usr/lib/python3/dist-packages PYTHONWARNINGS=ignore; unset SSH_AUTH_SOCK
calls() { : > calls; timeout 20 "${@:2}" > /dev/null 2>&1 < /dev/null || { echo "$1 did not get in"; exit 1; }; printf '%s %s;' "$1" "$(wc -l < calls)"; }
seen=$(calls ssh ssh -F none -i key -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -p "$port" root@127.0.0.1 true
  calls plink plink -batch -hostkey "$(ssh-keygen -lf host.pub | awk '{ print $2 }')" -P "$port" -i key.ppk root@127.0.0.1 true
  calls curl curl -sS -k --key key --pubkey key.pub -u root: "sftp://127.0.0.1:$port/etc/hostname"
  calls ssh2 node -e "const c = new (require('ssh2').Client)(); c.on('ready', () => process.exit(0)).on('error', () => process.exit(1)); c.connect({ host: '127.0.0.1', port: $port, username: 'root', privateKey: require('fs').readFileSync('key') })"
  calls paramiko /usr/bin/python3 -c "import paramiko; c = paramiko.SSHClient(); c.set_missing_host_key_policy(paramiko.AutoAddPolicy()); c.connect('127.0.0.1', $port, 'root', key_filename='key', look_for_keys=False, allow_agent=False)")
echo "expected: once each"
echo "seen:     $seen"
[ "$seen" = 'ssh 2;plink 2;curl 2;ssh2 2;paramiko 1;' ] || { echo "CHANGED"; exit 1; }
echo "still so: twice a login, but for clients that do not ask first"
