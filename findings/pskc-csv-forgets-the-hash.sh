#!/bin/bash
# What:     python-pskc's pskc2csv and csv2pskc, one after the other, on a token for SHA-256.
# Versions: Debian python3-pskc 1.2-1; pskctool 2.6.7-3.1+deb12u1 for the schema check.
# Expected: the columns that the one writes unasked are those that the other needs: a token for the same codes, in a file that holds to RFC 6030's schema.
# Seen:     the hash (Suite) is not among them, so the token comes back for SHA-1; the counter of an event token is not either, so it starts again at 0. And
#           the new file lacks the Id of the key and the Encoding of the answer, which the schema requires.
# Matters:  tokens that went through the spreadsheet give codes that are refused, or old codes that are taken. Name the columns:
#           -c id,serial,secret,algorithm,algorithm_suite,response_encoding,response_length,time_interval,counter, to both programs.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-pskc=1.2-1 python3-dateutil python3-six python3-lxml pskctool=2.6.7-3.1+deb12u1 libpskc0=2.6.7-3.1+deb12u1 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
export PYTHONPATH=$work/usr/lib/python3/dist-packages
cat > in.xml <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">
<KeyPackage><DeviceInfo><SerialNo>1</SerialNo></DeviceInfo><Key Id="a" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp"><AlgorithmParameters><Suite>HMAC-SHA256</Suite>
<ResponseFormat Encoding="DECIMAL" Length="8"/></AlgorithmParameters><Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret>
<Time><PlainValue>0</PlainValue></Time><TimeInterval><PlainValue>30</PlainValue></TimeInterval></Data></Key></KeyPackage>
<KeyPackage><DeviceInfo><SerialNo>2</SerialNo></DeviceInfo><Key Id="b" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp"><AlgorithmParameters>
<ResponseFormat Encoding="DECIMAL" Length="6"/></AlgorithmParameters><Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret>
<Counter><PlainValue>42</PlainValue></Counter></Data></Key></KeyPackage></KeyContainer>
X
convert() { /usr/bin/python3 -c "import sys; from pskc.scripts.$1 import main; main()" "${@:2}"; }
keys() { /usr/bin/python3 -c 'import sys; from pskc import PSKC; print(*(f"{k.serial}: {k.algorithm_suite} {k.counter}" for k in PSKC(sys.argv[1]).keys), sep=", ")' "$1"; }
valid() { # by its words: pskctool exits 0 either way
  if LD_LIBRARY_PATH=$work/usr/lib/$(uname -m)-linux-gnu usr/bin/pskctool --validate "$1" 2> /dev/null | grep -qx OK; then echo valid; else echo 'not valid'; fi
}
convert pskc2csv in.xml > keys.csv; convert csv2pskc -o out.xml keys.csv
columns=id,serial,secret,algorithm,algorithm_suite,response_encoding,response_length,time_interval,counter
convert pskc2csv -c $columns in.xml > all.csv; convert csv2pskc -c $columns -o all.xml all.csv
before="$(keys in.xml), $(valid in.xml)" after="$(keys out.xml), $(valid out.xml)" all="$(keys all.xml), $(valid all.xml)"
echo "expected: $before"
echo "seen:     $after; with all columns named: $all"
[ "$before" = '1: HMAC-SHA256 None, 2: None 42, valid' ] && [ "$after" = '1: None None, 2: None None, not valid' ] && [ "$all" = "$before" ] || { echo "CHANGED"; exit 1; }
echo "still so: hash and counter are gone"
