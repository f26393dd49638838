#!/bin/bash
# What:     KeePassXC's code for an entry whose "otp" field has the bare key, or an otpauth URI in capitals (as in QR codes of the short, alphanumeric kind).
# Versions: Debian keepassxc 2.7.4+dfsg.1-2 (keepassxc-cli); oathtool 2.6.7.
# Expected: a scheme has no case (RFC 3986, section 3.1), and a key alone is a plausible thing to find there: the right code, or "no TOTP set up".
# Seen:     what does not begin with "otpauth://" is read as key=…&size=…; none found is no error but the empty key, and KeePassXC shows its
#           code: six digits that change every half minute, the same for every such entry in the world.
# Matters:  an import that fills "otp" with keys gives entries that look alive and whose every code is wrong (and not even secret). Write a whole URI
#           in small letters, and compare one code with the source after an import.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial root
apt-get -y -qq install --no-install-recommends --download-only -o Debug::NoLocking=1 -o Dir::Cache::archives="$work/debs" keepassxc=2.7.4+dfsg.1-2 > apt.log 2>&1 || { cat apt.log; exit 1; }
for package in debs/*.deb; do dpkg-deb -x "$package" root; done
export HOME=$work QT_QPA_PLATFORM=offscreen LD_LIBRARY_PATH
LD_LIBRARY_PATH=$(find "$work/root" -type d -name "$(uname -m)-linux-gnu" -path '*lib*' | tr '\n' ':')
cli=$(command -v "$work/root/usr/bin/keepassxc-cli" || command -v keepassxc-cli)
{ # a database of entries TITLE FIELD VALUE [FIELD VALUE …], made by KeePassXC itself from KeePass 2's XML
  echo '<?xml version="1.0" encoding="utf-8"?><KeePassFile><Meta><DatabaseName>finding</DatabaseName></Meta><Root><Group><UUID>AAAAAAAAAAAAAAAAAAAAAQ==</UUID><Name>Root</Name>'
  n=10; entry() { n=$((n + 1)); echo "<Entry><UUID>AAAA${n}AAAAAAAAAAAAAAAA==</UUID><String><Key>Title</Key><Value>$1</Value></String>"; shift; while [ $# -gt 0 ]; do echo "<String><Key>$1</Key><Value>${2//&/&amp;}</Value></String>"; shift 2; done; echo '</Entry>'; }
  key=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
  entry whole otp "otpauth://totp/alice?secret=$key"
  entry bare otp "$key"
  entry capitals otp "OTPAUTH://TOTP/ALICE?SECRET=$key"
  echo '</Group></Root></KeePassFile>'
} > entries.xml
printf 'pw\npw\n' | "$cli" import -q -p entries.xml finding.kdbx > /dev/null 2>&1
code() { echo pw | "$cli" show -q -t finding.kdbx "$1" 2>&1 | tail -1 || true; }
settle() { local now; now=$(date +%s); [ $((now % 30)) -lt 20 ] || sleep $((31 - now % 30)); }   # all codes within one step
settle
whole=$(code whole) bare=$(code bare) capitals=$(code capitals) right=$(LD_LIBRARY_PATH='' oathtool -b --totp $key)
empty=$(LD_LIBRARY_PATH='' python3 -c 'import hmac, struct, time
h = hmac.new(b"", struct.pack(">Q", int(time.time()) // 30), "sha1").digest(); o = h[19] & 15
print("%06d" % ((struct.unpack(">I", h[o:o + 4])[0] & 0x7fffffff) % 10**6))')
echo "whole URI:        $whole (right: $right)"
echo "bare key:         expected $right or none, seen $bare"
echo "URI in capitals:  expected $right or none, seen $capitals"
echo "the empty key's:  $empty"
[ "$whole" = "$right" ] && [ "$bare" = "$empty" ] && [ "$capitals" = "$empty" ] || { echo "CHANGED"; exit 1; }
echo "still so: codes of an empty key"
