#!/bin/bash
# What:     one piece of a long text that qrencode spread over three QR codes (structured append, -S), before four readers.
# Versions: Debian qrencode 4.1.1-1, zbar-tools 0.23.92-7+deb12u1, zxing-cpp-tools 1.4.0-3+b1; npm jsqr 1.4.0, @zxing/library 0.21.3.
# Expected: the reader says that this is one of three, or nothing; the standard has the numbers for it (ISO/IEC 18004, structured append).
# Seen:     zbarimg says nothing without the other two in the same picture. ZXingReader and @zxing/library give the piece as the text, and the numbers
#           beside it, for those who look. jsQR reads the first piece as a code with an empty text.
# Matters:  an export of many accounts (otpauth-migration) in pieces is cut off in the middle of a key by two readers, and empty in the third. Make
#           several whole codes instead of one in pieces, and refuse an empty text.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
command -v qrencode > /dev/null && command -v zbarimg > /dev/null || { echo "install qrencode and zbar-tools"; exit 1; }
apt-get download -qq zxing-cpp-tools=1.4.0-3+b1 libzxing2 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
npm install --silent --no-audit --no-fund --prefix . jsqr@1.4.0 @zxing/library@0.21.3 pngjs@7.0.0 > /dev/null
text="otpauth-migration://offline?data=$(head -c 300 /dev/urandom | base64 -w0 | tr +/ xy | tr -d =)"
printf %s "$text" > text; qrencode -S -v 8 -l L -s 4 -o piece.png -r text
cat > read.js <<'J'
const fs = require('fs'), { PNG } = require('pngjs'), jsqr = require('jsqr'), zxing = require('@zxing/library'), { data, width, height } = PNG.sync.read(fs.readFileSync('piece-01.png'));
const text = fs.readFileSync('text', 'utf8'), says = t => t === null ? 'nothing' : t === '' ? 'an empty text' : t === text ? 'the text' : text.startsWith(t) ? 'the piece' : 'another text';
const found = jsqr(new Uint8ClampedArray(data), width, height); console.log('jsQR: ' + says(found && found.data));
const grey = Uint8ClampedArray.from({ length: width * height }, (_, i) => data[4 * i]);
const result = new zxing.QRCodeReader().decode(new zxing.BinaryBitmap(new zxing.HybridBinarizer(new zxing.RGBLuminanceSource(grey, width, height))));
console.log(`@zxing/library: ${says(result.getText())}, sequence ${result.getResultMetadata().get(zxing.ResultMetadataType.STRUCTURED_APPEND_SEQUENCE)}`);
J
{
  node read.js
  read_=$(LD_LIBRARY_PATH=$(echo "$work"/usr/lib/*-linux-gnu) usr/bin/ZXingReader piece-01.png)
  piece=$(sed -n 's/^Text: *"\(.*\)"$/\1/p' <<< "$read_"); case $text in "$piece") is='the text';; "$piece"*) is='the piece';; *) is='another text';; esac
  echo "ZXingReader: $is, $(grep -o 'symbol 1 of [0-9]*' <<< "$read_")"
  alone=$(zbarimg -q --raw piece-01.png 2> /dev/null || true); echo "zbarimg: ${alone:-nothing}"
} | tee seen
ls piece-*.png | wc -l | tr -d '\n'; echo " pieces; expected: one of three, or nothing, from each"
cat > known <<'K'
jsQR: an empty text
@zxing/library: the piece, sequence 2
ZXingReader: the piece, symbol 1 of 3
zbarimg: nothing
K
cmp -s seen known || { echo "CHANGED"; exit 1; }
echo "still so: three of four take a piece for a code"
