#!/bin/bash
# What:     npm's google_authenticator with base32 keys whose length is no multiple of eight: 26 characters are 128 bits, the least that RFC 4226 allows.
# Versions: npm google_authenticator 2.0.1; oathtool 2.6.7 as the other side.
# Expected: the codes of oathtool, or an error (its check of the padding refuses wrong numbers of "=").
# Seen:     16 and 32 characters are right. With 26, padded or not, all codes are others than everybody else's, and nothing is raised: the missing
#           characters of the last group are read as "-1".
# Matters:  a server built on it takes a key of 128 bits from a hardware token's list or another server's export, and no code ever fits. Its own
#           keys have 16 characters, so its tests do not see it.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . google_authenticator@2.0.1 > /dev/null
code() { node -e 'const { authenticator } = require("google_authenticator"); console.log(new authenticator().getCode(process.argv[1], 1))' "$1"; }
seen=; for key in GEZDGNBVGY3TQOJQ GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ GEZDGNBVGY3TQOJQGEZDGNBVGY GEZDGNBVGY3TQOJQGEZDGNBVGY======; do
  right=$(oathtool -b -c 1 "$key"); this=$(code "$key"); echo "$key: oathtool $right, google_authenticator $this"
  if [ "$this" = "$right" ]; then seen+=same,; else seen+=other,; fi
done
echo "expected: same,same,same,same,"; echo "seen:     $seen"
[ "$seen" = same,same,other,other, ] || { echo "CHANGED"; exit 1; }
echo "still so: 128 bits are misread"
