#!/bin/bash
# What:     npm's radius encodes an empty User-Password (the first packet of a code-first login) and decodes its own packet.
# Versions: npm radius 1.1.4.
# Expected: RFC 2865, section 5.2: the password is padded to 16 bytes, an empty one to 16 bytes of zero; what the library writes it reads back as "".
# Seen:     it writes an attribute of no bytes, and refuses to read it: "Invalid password: too short" is thrown, for the whole packet. Any
#           other password goes there and back.
# Matters:  servers on Node built on it throw at the first packet of clients that send an empty password as no bytes (radcli does), and clients built on
#           it cannot begin a conversation "ask me" with servers that hold to the RFC. Send one blank, or leave the attribute out.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . radius@1.1.4 > /dev/null
cat > round.js <<'J'
const radius = require('radius');
const round = password => {
  const packet = radius.encode({ code: 'Access-Request', secret: 's', attributes: [['User-Name', 'alice'], ['User-Password', password]] });
  const bytes = packet[20 + packet[21] + 1] - 2;
  try { return `${bytes} bytes, read as ${JSON.stringify(radius.decode({ packet, secret: 's' }).attributes['User-Password'])}`; } catch (e) { return `${bytes} bytes, ${e.message}`; }
};
console.log(`"x": ${round('x')}; "": ${round('')}`);
J
seen=$(node round.js)
echo 'expected: "x": 16 bytes, read as "x"; "": 16 bytes, read as ""'
echo "seen:     $seen"
[ "$seen" = '"x": 16 bytes, read as "x"; "": 0 bytes, Invalid password: too short' ] || { echo "CHANGED"; exit 1; }
echo "still so: an empty password is written in a way that it does not read"
