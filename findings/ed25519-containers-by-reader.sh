#!/bin/bash
# What:     one Ed25519 key in the containers that tools write by default, read by six SSH implementations.
# Versions: OpenSSH 9.2p1, puttygen 0.78 (Debian putty-tools 0.78-2+deb12u2), Debian python3-paramiko 2.12.0-2, python3-asyncssh 2.10.1-2+deb12u2;
#           npm ssh2 1.17.0, sshpk 1.18.0. openssl 3.0 makes the PKCS#8 file (BEGIN PRIVATE KEY), puttygen the .ppk (version 3, its default since 2021).
# Expected: PKCS#8 is the standard's container (RFC 8410) and OpenSSH reads it for RSA and ECDSA: Ed25519 too. A library of 2025 reads PuTTY's current files.
# Seen:     OpenSSH 9.2 says "invalid format" to Ed25519 in PKCS#8, and reads ECDSA in the same container; npm's ssh2 reads neither that nor a
#           .ppk of version 3 ("Unsupported key format"); asyncssh and sshpk read PKCS#8; OpenSSH's own container is the only one that
#           all six read.
# Matters:  keys from a vault, from `openssl genpkey` or from PuTTY look broken in another program, and people make new ones. Hand keys out in
#           OpenSSH's container ("BEGIN OPENSSH PRIVATE KEY"), also to programs that are not OpenSSH.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-paramiko=2.12.0-2 python3-asyncssh=2.10.1-2+deb12u2 python3-cryptography python3-cffi-backend python3-nacl python3-bcrypt \
  python3-six python3-typing-extensions 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
command -v puttygen > /dev/null || { echo "install putty-tools"; exit 1; }
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 sshpk@1.18.0 > /dev/null
export HOME=$work PYTHONPATH=$work/usr/lib/python3/dist-packages PYTHONWARNINGS=ignore
ssh-keygen -q -t ed25519 -N '' -C '' -f openssh
puttygen openssh -O private -o putty.ppk
openssl genpkey -algorithm ed25519 -out pkcs8.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ecdsa.pem
chmod 600 openssh putty.ppk pkcs8.pem ecdsa.pem
try() { if timeout 30 "${@:2}" > /dev/null 2>&1 < /dev/null; then printf '%s ' "$1"; fi; }
readers() {
  try openssh ssh-keygen -y -P '' -f "$1"
  try puttygen puttygen -L "$1"
  try paramiko /usr/bin/python3 -c "import paramiko, sys; paramiko.Ed25519Key.from_private_key_file(sys.argv[1])" "$1"
  try asyncssh /usr/bin/python3 -c "import asyncssh, sys; asyncssh.read_private_key(sys.argv[1])" "$1"
  try ssh2 node -e "if (require('ssh2').utils.parseKey(require('fs').readFileSync('$1')) instanceof Error) process.exit(1)"
  try sshpk node -e "require('sshpk').parsePrivateKey(require('fs').readFileSync('$1'))"
}
own=$(readers openssh) pkcs8=$(readers pkcs8.pem) ppk=$(readers putty.ppk) ecdsa=$(try openssh ssh-keygen -y -P '' -f ecdsa.pem)
echo "OpenSSH's container:   $own"
echo "PKCS#8:                $pkcs8   (ECDSA in PKCS#8: $ecdsa)"
echo ".ppk version 3:        $ppk"
echo "expected: PKCS#8 by OpenSSH, .ppk by ssh2"
[ "$own" = 'openssh puttygen paramiko asyncssh ssh2 sshpk ' ] && [ "$pkcs8" = 'asyncssh sshpk ' ] && [ "$ppk" = 'puttygen ' ] && [ "$ecdsa" = 'openssh ' ] || { echo "CHANGED"; exit 1; }
echo "still so: one container of three goes everywhere"
