#!/bin/bash
# What:     npm's node-pdu with texts of all lengths: how many short messages does one become?
# Versions: npm node-pdu 2.1.1, sms-segments-calculator 1.3.0 as the other side. Nothing is sent; the PDUs are counted and read back.
# Expected: 3GPP TS 23.040: one message up to 160 characters of GSM 03.38 or 70 of UCS-2, and parts of 153 or 67 beyond that.
# Seen:     two from 134 characters, or 64 of UCS-2, three from 267 or 127: every part has 133 (63), although the packed text of 160 characters fits. The
#           text is read back whole.
# Matters:  a code with the sentence that warns of giving it away is paid twice from 134 characters on, and a counter built on it promises less room than
#           there is. Keep texts below 134.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . node-pdu@2.1.1 sms-segments-calculator@1.3.0 > /dev/null
cat > count.js <<'J'
const { Submit, parse } = require('node-pdu'), { SegmentedMessage } = require('sms-segments-calculator');
const steps = (letter, count) => { const list = []; for (let n = 1, last = 1; n <= 310; n++) { const parts = count(letter.repeat(n)); if (parts !== last) list.push(n); last = parts; } return list.join(','); };
const pdus = text => new Submit('+491711234567', text).getPartStrings();
const whole = ['a'.repeat(160), 'д'.repeat(70)].every(text => pdus(text).map(pdu => parse(pdu).data.getText()).join('') === text);
for (const count of [text => new SegmentedMessage(text, 'auto').segmentsCount, text => pdus(text).length]) console.log(`GSM ${steps('a', count)}; UCS-2 ${steps('д', count)}`);
console.log(whole);
J
node count.js > out; { read -r expected; read -r seen; read -r whole; } < out
echo "a further message begins at"; echo "expected: $expected"; echo "seen:     $seen (read back whole: $whole)"
[ "$expected" = 'GSM 161,307; UCS-2 71,135,202,269' ] && [ "$seen" = 'GSM 134,267; UCS-2 64,127,190,253' ] && [ "$whole" = true ] || { echo "CHANGED"; exit 1; }
echo "still so: a message is paid twice from 134 characters on"
