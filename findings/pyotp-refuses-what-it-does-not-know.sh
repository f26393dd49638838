#!/bin/bash
# What:     pyotp.parse_uri on otpauth URIs of other programs: a further parameter, the algorithm in small letters, an issuer in another case.
# Versions: Debian python3-pyotp 2.6.0-3; oathtool 2.6.7 for the code.
# Expected: parameters that a reader does not know are passed over, as the other libraries here do; sha1 is SHA1; the issuer is a label and changes no code.
# Seen:     the whole URI is refused: "lock is not a valid parameter", "Invalid value for algorithm", "If issuer is specified in both label and
#           parameters, it should be equal". And the blank after the colon, which the format allows, stays in the name: " alice".
# Matters:  an importer on pyotp loses accounts one by one, as ValueError. Write no parameter beyond the known six, the algorithm in capitals, and the
#           issuer twice alike (sallyport does); before pyotp drop the rest.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-pyotp=2.6.0-3 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
cat > read.py <<'P'
import pyotp
key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
for uri in (f'ACME:alice?secret={key}&issuer=ACME', f'ACME:alice?secret={key}&issuer=ACME&lock=true', f'ACME:alice?secret={key}&algorithm=sha1',
            f'ACME:alice?secret={key}&issuer=Acme', f'ACME:%20alice?secret={key}'):
    try:
        token = pyotp.parse_uri('otpauth://totp/' + uri)
        print(f'"{token.name}" {token.at(59)}', end=';')
    except ValueError:
        print('refused', end=';')
P
seen=$(PYTHONPATH=$work/usr/lib/python3/dist-packages /usr/bin/python3 read.py)
code=$(oathtool -b --totp --now '1970-01-01 00:00:59 UTC' GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ)
echo "expected: \"alice\" $code; five times"
echo "seen:     $seen"
[ "$seen" = "\"alice\" $code;refused;refused;refused;\" alice\" $code;" ] || { echo "CHANGED"; exit 1; }
echo "still so: what it does not know it refuses"
