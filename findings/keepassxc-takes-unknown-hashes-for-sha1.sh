#!/bin/bash
# What:     KeePassXC with an algorithm in an otpauth URI that is written in another way: SHA-256, HmacSHA256, SHA384.
# Versions: Debian keepassxc 2.7.4+dfsg.1-2 (keepassxc-cli); oathtool 2.6.7.
# Expected: either read (SHA-256 and HmacSHA256 are what Java, Node and PSKC call SHA256), or refused; in no case another algorithm.
# Seen:     what is not exactly SHA256 or SHA512 (either case) is SHA-1, in silence: the code is wrong at every login. npm's otpauth 9.5.2 refuses
#           HmacSHA256, and libraries that know the name give the right code, so it looks like a bad key.
# Matters:  exporters take the name from their crypto library. Write SHA1, SHA256, SHA512 and nothing else; an importer should refuse
#           what it does not know.
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
  for name in SHA256 sha256 SHA-256 HmacSHA256 SHA384; do entry $name otp "otpauth://totp/alice?secret=$key&algorithm=$name"; done
  echo '</Group></Root></KeePassFile>'
} > entries.xml
printf 'pw\npw\n' | "$cli" import -q -p entries.xml finding.kdbx > /dev/null 2>&1
code() { echo pw | "$cli" show -q -t finding.kdbx "$1" 2>&1 | tail -1 || true; }
settle() { local now; now=$(date +%s); [ $((now % 30)) -lt 20 ] || sleep $((31 - now % 30)); }   # all codes within one step
settle
sha1=$(LD_LIBRARY_PATH='' oathtool -b --totp $key) sha256=$(LD_LIBRARY_PATH='' oathtool -b --totp=sha256 $key)
seen=
for name in SHA256 sha256 SHA-256 HmacSHA256 SHA384; do
  case $(code $name) in "$sha1") is=SHA-1;; "$sha256") is=SHA-256;; *) is=other;; esac
  echo "algorithm=$name: a code of $is"; seen="$seen$is;"
done
echo "expected: SHA-256 four times or a refusal, then a refusal"
[ "$seen" = 'SHA-256;SHA-256;SHA-1;SHA-1;SHA-1;' ] || { echo "CHANGED"; exit 1; }
echo "still so: an unknown name is SHA-1"
