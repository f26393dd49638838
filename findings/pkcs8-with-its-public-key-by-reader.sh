#!/bin/bash
# What:     an Ed25519 key in PKCS#8 with the public key beside it (version 2, RFC 8410 section 10.3), as npm's sshpk writes it, before seven readers.
# Versions: npm sshpk 1.18.0, ssh2 1.17.0; openssl 3.0; Node 20; Debian python3-cryptography 38.0.4-3+deb12u1, python3-asyncssh 2.10.1-2+deb12u2,
#           gnutls-bin 3.7.9, libcryptx-perl 0.077-1+b1.
# Expected: read by all: the RFC has such a key as its example, and the private part stands where it always does.
# Seen:     asyncssh, Perl's CryptX and sshpk itself read it. openssl 3.0, and what is built on it (Node, python's cryptography), certtool and ssh2
#           refuse it, without naming the version. The same key without the public part is read by all but ssh2.
# Matters:  "unsupported" is said of a key that is in order. Before a key is handed on, write it by openssl's rules: version 1, without the public key.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-cryptography=38.0.4-3+deb12u1 python3-cffi-backend python3-asyncssh=2.10.1-2+deb12u2 python3-typing-extensions libcryptx-perl=0.077-1+b1 \
  gnutls-bin libgnutls-dane0 libunbound8 libevent-2.1-7 libopts25 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
npm install --silent --no-audit --no-fund --prefix . sshpk@1.18.0 ssh2@1.17.0 > /dev/null
openssl genpkey -algorithm ed25519 -out v1.pem
node -e "const fs = require('fs'), sshpk = require('sshpk'); fs.writeFileSync('v2.pem', sshpk.parsePrivateKey(fs.readFileSync('v1.pem'), 'pkcs8').toBuffer('pkcs8'))"
openssl asn1parse -in v2.pem | grep -q 'cont \[ 1 \]' && openssl asn1parse -in v2.pem | grep -q 'INTEGER *:01' || { echo "CHANGED: sshpk writes version 1"; exit 1; }
export PYTHONPATH=$work/usr/lib/python3/dist-packages PYTHONWARNINGS=ignore PERL5LIB
PERL5LIB=$(find "$work/usr/lib" -type d -path '*/perl5/5.*' -prune | head -1)
try() { if "${@:2}" > /dev/null 2>&1; then printf '%s ' "$1"; fi; }
readers() {
  try openssl openssl pkey -in "$1" -noout
  try node node -e "require('crypto').createPrivateKey(require('fs').readFileSync('$1'))"
  try cryptography /usr/bin/python3 -c "from cryptography.hazmat.primitives.serialization import load_pem_private_key as load; load(open('$1', 'rb').read(), None)"
  try certtool env "LD_LIBRARY_PATH=$(echo "$work"/usr/lib/*-linux-gnu)" usr/bin/certtool -k --infile "$1"
  try asyncssh /usr/bin/python3 -c "import asyncssh; asyncssh.read_private_key('$1')"
  try CryptX perl -MCrypt::PK::Ed25519 -e "Crypt::PK::Ed25519->new('$1')"
  try sshpk node -e "require('sshpk').parsePrivateKey(require('fs').readFileSync('$1'), 'pkcs8')"
  try ssh2 node -e "if (require('ssh2').utils.parseKey(require('fs').readFileSync('$1')) instanceof Error) process.exit(1)"
}
one=$(readers v1.pem); two=$(readers v2.pem)
echo "version 1: $one"; echo "version 2: $two (expected the same)"
[ "$one" = 'openssl node cryptography certtool asyncssh CryptX sshpk ' ] && [ "$two" = 'asyncssh CryptX sshpk ' ] || { echo "CHANGED"; exit 1; }
echo "still so: the example of the RFC is read by few"
