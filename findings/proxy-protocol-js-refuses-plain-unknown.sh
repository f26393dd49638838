#!/bin/bash
# What:     npm's proxy-protocol-js on two valid PROXY headers: the short "PROXY UNKNOWN" of a health check, and version 2 with an extension (TLV).
# Versions: npm proxy-protocol-js 4.0.6.
# Expected: PROXY protocol, section 2.1: "PROXY UNKNOWN\r\n" is a whole header; section 2.2: the length counts addresses and extensions, so what was
#           read and is written again is the same bytes.
# Seen:     the short header is refused ("isn't suitable for V1 PROXY protocols"); UNKNOWN with addresses, which the standard tells receivers to ignore, is read. The
#           extension comes out as payload, and is written again behind a length without it.
# Matters:  the check of a load balancer counts as an attack in the log of a server built on it; and behind a balancer that sends extensions (a TLS name, an
#           id) the first bytes of the SSH stream are the extension. Take the length from the header yourself.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . proxy-protocol-js@4.0.6 > /dev/null
cat > read.js <<'J'
const { V1ProxyProtocol, V2ProxyProtocol } = require('proxy-protocol-js');
const one = s => { try { return V1ProxyProtocol.parse(s) ? 'read' : 'refused'; } catch { return 'refused'; } };
const header = Buffer.from('0d0a0d0a000d0a515549540a' + '21110010' + 'c0000207c00002019c400016' + '04000141', 'hex'), two = V2ProxyProtocol.parse(Buffer.concat([header, Buffer.from('SSH')]));
console.log([one('PROXY UNKNOWN\r\n'), one('PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n'), Buffer.from(two.data).toString('hex'), Buffer.from(two.build()).readUInt16BE(14)].join(' '));
J
seen=$(node read.js)
ssh=$(printf SSH | od -An -tx1 | tr -d ' \n')
echo "expected: read read $ssh 16 (the short and the long UNKNOWN, the payload, the length written again)"
echo "seen:     $seen"
[ "$seen" = "refused read 04000141$ssh 12" ] || { echo "CHANGED"; exit 1; }
echo "still so: the short UNKNOWN is refused, an extension is payload"
