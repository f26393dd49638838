#!/bin/bash
# What:     a certificate without an end, read by npm's sshpk and asked isExpired().
# Versions: npm sshpk 1.18.0; OpenSSH 9.2p1 (Debian openssh-client 1:9.2p1-2+deb12u10).
# Expected: false. No -V is ssh-keygen's default ("Valid: forever"), and host certificates are mostly made so.
# Seen:     true. "Forever" is 2^64-1 seconds, for JavaScript an Invalid Date, with which no comparison is true. The signature is
#           verified, so only the question after the date is answered wrong. An end in 2099 is read right.
# Matters:  what lists or checks certificates with it calls each one without an end expired, and an Invalid Date reaches the page. Compare with the
#           largest number first, or give every certificate an end.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . sshpk@1.18.0 > /dev/null
ssh-keygen -q -t ed25519 -N '' -f ca; ssh-keygen -q -t ed25519 -N '' -f key
cat > read.js <<'J'
const fs = require('fs'), sshpk = require('sshpk');
const text = fs.readFileSync('key-cert.pub', 'utf8'), certificate = sshpk.parseCertificate(text, 'openssh');
console.log(`signed ${certificate.isSignedByKey(sshpk.parseKey(fs.readFileSync('ca.pub')))}, expired ${certificate.isExpired()}, until ${certificate.validUntil}`);
J
seen=
for until in forever 20990101; do
  ssh-keygen -q -s ca -I finding -n alice -V "always:$until" key.pub
  now=$(node read.js); echo "$(ssh-keygen -L -f key-cert.pub | grep -o 'Valid: .*'): $now"; seen="$seen$(echo "$now" | grep -o 'expired.*\(Invalid Date\|2099\|2098\)' | sed 's/until .*\(Invalid Date\|20\)/\1/');"
done
echo "expected: expired false twice"
[[ $seen == 'expired true, Invalid Date;expired false, 20'* ]] || { echo "CHANGED: $seen"; exit 1; }
echo "still so: forever is over"
