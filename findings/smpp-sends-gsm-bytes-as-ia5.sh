#!/bin/bash
# What:     a text with @, _ or $ sent with npm's smpp (submit_sm, no data_coding given).
# Versions: npm smpp 0.5.1. Nothing is sent; the PDU is taken apart by hand.
# Expected: data_coding and bytes go together: 1 (IA5, ASCII by SMPP 3.4 section 5.2.19) with ASCII bytes, or 0 (the centre's alphabet, mostly
#           GSM 03.38) with GSM bytes.
# Seen:     data_coding 1 with the bytes of GSM 03.38: @ is 00, _ is 11, $ is 02, { is 1B 28. The library calls its GSM table "ASCII". Digits and
#           letters are the same in both, so most texts come through.
# Matters:  a centre that reads data_coding as the standard says shows "alice@example.org" with a NUL, or ends the text there; one that ignores
#           it is why nobody notices. Give data_coding 0 with such texts, and test with @ and _, not with "123456".
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . smpp@0.5.1 > /dev/null
cat > send.js <<'J'
const smpp = require('smpp');
for (const text of ['Code 123456', 'a@b_c$ {1}']) {
  const bytes = new smpp.PDU('submit_sm', { destination_addr: '491701234567', short_message: text }).toBuffer();
  let i = 16; const c = () => { while (bytes[i++]); }, skip = n => { i += n; };                   // SMPP 3.4 section 4.4.1
  c(); skip(2); c(); skip(2); c(); skip(3); c(); c(); skip(2);
  const coding = bytes[i], length = bytes[i + 2], message = bytes.subarray(i + 3, i + 3 + length);
  console.log(`${text}: data_coding ${coding}, ${message.equals(Buffer.from(text, 'ascii')) ? 'ASCII' : message.toString('hex')}`);
}
J
seen=$(node send.js); echo "$seen"; echo "expected: data_coding 1 with ASCII twice, or data_coding 0 with 61006211630220 1b28311b29"
[ "$seen" = 'Code 123456: data_coding 1, ASCII
a@b_c$ {1}: data_coding 1, 610062116302201b28311b29' ] || { echo "CHANGED"; exit 1; }
echo "still so: GSM bytes are called IA5"
