#!/bin/bash
# What:     KeePassXC with the TOTP fields that KeePass 2 itself writes into the same kind of database.
# Versions: Debian keepassxc 2.7.4+dfsg.1-2 (keepassxc-cli); oathtool 2.6.7.
# Expected: one file format, two programs that share databases: TimeOtp-Secret-Base32 (KeePass since 2.47, of 2021) gives a code in KeePassXC (of 2022).
# Seen:     "has no TOTP set up": only "otp" and the old plug-in's "TOTP Seed" are read, so a person who moves, or uses the one at home and the other at
#           work, has half of the codes in each; a change in one does not reach the other.
# Matters:  who tells people "put the key into your password safe" must say which field: KeePassXC reads "otp" with an otpauth URI,
#           KeePass 2 itself TimeOtp-*. Keep both.
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
  entry keepass2 TimeOtp-Secret-Base32 $key
  entry keepass2-all TimeOtp-Secret-Base32 $key TimeOtp-Length 8 TimeOtp-Period 60 TimeOtp-Algorithm HMAC-SHA-256
  entry plugin 'TOTP Seed' $key 'TOTP Settings' '30;6'
  echo '</Group></Root></KeePassFile>'
} > entries.xml
printf 'pw\npw\n' | "$cli" import -q -p entries.xml finding.kdbx > /dev/null 2>&1
code() { echo pw | "$cli" show -q -t finding.kdbx "$1" 2>&1 | tail -1 || true; }
settle() { local now; now=$(date +%s); [ $((now % 30)) -lt 20 ] || sleep $((31 - now % 30)); }   # all codes within one step
settle
right=$(LD_LIBRARY_PATH='' oathtool -b --totp $key) plugin=$(code plugin) one=$(code keepass2) all=$(code keepass2-all)
echo "the old plug-in's fields: $plugin (right: $right)"
echo "KeePass 2's own field:    expected $right, seen \"$one\""
echo "all of its fields:        expected 8 digits, seen \"$all\""
[ "$plugin" = "$right" ] && [[ $one == *'no TOTP set up'* && $all == *'no TOTP set up'* ]] || { echo "CHANGED"; exit 1; }
echo "still so: KeePass 2's codes are not there in KeePassXC"
