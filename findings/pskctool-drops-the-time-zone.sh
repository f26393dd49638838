#!/bin/bash
# What:     pskctool --info on dates with an offset (xs:dateTime, as RFC 6030 has them): 2027-01-01T00:00:00-05:00.
# Versions: Debian pskctool and libpskc0 2.6.7-3.1+deb12u1.
# Expected: the moment, in UTC or with its offset: 2027-01-01 05:00:00, the same as for 2027-01-01T05:00:00Z.
# Seen:     the offset is dropped: 2027-01-01 00:00:00, for +14:00 and for -05:00 alike. A warning on standard error ("parse error … output may be
#           incomplete") names no field, the exit status is 0, and --validate passes the file.
# Matters:  a token's life begins and ends up to 14 hours off for whoever goes by pskctool's (and libpskc's) dates. Write Z into the file; read the
#           dates from the XML.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq pskctool=2.6.7-3.1+deb12u1 libpskc0=2.6.7-3.1+deb12u1 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
show() {
  cat > "token.xml" <<X
<?xml version="1.0" encoding="UTF-8"?>
<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc"><KeyPackage><Key Id="k" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">
<AlgorithmParameters><ResponseFormat Encoding="DECIMAL" Length="6"/></AlgorithmParameters>
<Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret><Counter><PlainValue>0</PlainValue></Counter></Data>
<Policy><ExpiryDate>$1</ExpiryDate></Policy></Key></KeyPackage></KeyContainer>
X
  LD_LIBRARY_PATH=$work/usr/lib/$(uname -m)-linux-gnu usr/bin/pskctool --info -v token.xml 2> warning | sed -n 's/.*Policy ExpiryDate: //p'
}
seen="$(show 2027-01-01T05:00:00Z), $(show 2027-01-01T00:00:00-05:00), $(show 2027-01-01T19:00:00+14:00)"
echo "expected: 2027-01-01 05:00:00, 2027-01-01 05:00:00, 2027-01-01 05:00:00 (one moment, written in three ways)"
echo "seen:     $seen"
[ "$seen" = '2027-01-01 05:00:00, 2027-01-01 00:00:00, 2027-01-01 19:00:00' ] || { echo "CHANGED"; exit 1; }
echo "still so: the offset is dropped"
