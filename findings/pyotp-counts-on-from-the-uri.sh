#!/bin/bash
# What:     pyotp.HOTP made with a first counter (parse_uri with counter=5): at(5) and verify(code, 5).
# Versions: Debian python3-pyotp 2.6.0-3; oathtool 2.6.7.
# Expected: at(count) is the code of that counter, as its documentation says ("the OTP HMAC counter") and as every HOTP library here has it: at(5) is code 5.
# Seen:     the argument is added to the first counter: at(0) is code 5, at(5) is code 10, and verify refuses code 5 under counter 5.
# Matters:  a server that keeps the counter itself works for tokens enrolled at 0 and fails for every imported one that has been used. Build the object
#           without initial_count, and pass the counter.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-pyotp=2.6.0-3 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
key=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
cat > count.py <<'P'
import pyotp, sys
token = pyotp.parse_uri(f'otpauth://hotp/alice?secret={sys.argv[1]}&counter=5')
print(token.at(5), token.at(0), 'accepted' if token.verify(sys.argv[2], 5) else 'refused')
P
five=$(oathtool -b --hotp -c 5 $key) ten=$(oathtool -b --hotp -c 10 $key)
seen=$(PYTHONPATH=$work/usr/lib/python3/dist-packages /usr/bin/python3 count.py $key "$five")
echo "expected: at(5) $five, verify accepted"
read -r at5 at0 verified <<< "$seen"
echo "seen:     at(5) $at5 (code 10 is $ten), at(0) $at0, verify $verified"
[ "$seen" = "$ten $five refused" ] || { echo "CHANGED"; exit 1; }
echo "still so: the counter is an offset"
