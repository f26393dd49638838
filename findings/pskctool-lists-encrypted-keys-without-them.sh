#!/bin/bash
# What:     pskctool --info on a PSKC file whose keys are encrypted under a pre-shared key, with MACs (RFC 6030, figure 6: how vendors ship tokens).
# Versions: Debian pskctool and libpskc0 2.6.7-3.1+deb12u1.
# Expected: a question for the key, or an error and a status other than 0: without its secrets the file was not read.
# Seen:     it has no option for a key, and libpskc neither decrypts nor checks a MAC. The listing has issuer, serial number, algorithm, counter and
#           length, all but the line "Key Secret"; the status is 0; the only sign is "output may be incomplete" on stderr. --strict makes it 1.
# Matters:  a conversion that takes the listing's lines enrols tokens without keys, or stops half way with no token wrong in itself. Use
#           --strict, and count "Key Secret" lines against "KeyPackage" lines.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq pskctool=2.6.7-3.1+deb12u1 libpskc0=2.6.7-3.1+deb12u1 libxmlsec1 libxmlsec1-openssl libxml2 libxslt1.1 libltdl7 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
export LD_LIBRARY_PATH; LD_LIBRARY_PATH=$(dirname "$(find "$work/usr/lib" -name libpskc.so.0)")
cat > figure6.xml <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<KeyContainer xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns="urn:ietf:params:xml:ns:keyprov:pskc" Version="1.0">
 <EncryptionKey><ds:KeyName>Pre-shared-key</ds:KeyName></EncryptionKey>
 <MACMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"><MACKey><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><xenc:CipherData>
  <xenc:CipherValue>ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX</xenc:CipherValue></xenc:CipherData></MACKey></MACMethod>
 <KeyPackage><DeviceInfo><Manufacturer>Manufacturer</Manufacturer><SerialNo>987654321</SerialNo></DeviceInfo><CryptoModuleInfo><Id>CM_ID_001</Id></CryptoModuleInfo>
  <Key Id="12345678" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp"><Issuer>Issuer</Issuer><AlgorithmParameters><ResponseFormat Length="8" Encoding="DECIMAL"/></AlgorithmParameters>
   <Data><Secret><EncryptedValue><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><xenc:CipherData>
    <xenc:CipherValue>AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv</xenc:CipherValue></xenc:CipherData></EncryptedValue><ValueMAC>Su+NvtQfmvfJzF6bmQiJqoLRExc=</ValueMAC></Secret>
    <Counter><PlainValue>0</PlainValue></Counter></Data></Key></KeyPackage></KeyContainer>
X
status=0; usr/bin/pskctool --info figure6.xml > listing 2> error || status=$?
strict=0; usr/bin/pskctool --strict --info figure6.xml > /dev/null 2>&1 || strict=$?
echo "expected: status 1"
echo "seen:     status $status (--strict: $strict), stderr \"$(cat error)\", $(grep -c 'Key Secret' listing || true) secrets, listed: $(grep -oE '(Issuer|Key Counter|Response Format Length): .*' listing | tr '\n' ';')"
[ $status = 0 ] && [ $strict = 1 ] && grep -q 'Key Counter: 0' listing && ! grep -q 'Key Secret' listing || { echo "CHANGED"; exit 1; }
echo "still so: everything but the key, and success"
