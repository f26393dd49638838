#!/bin/bash
# What:     npm's node-pdu with senders that are names with digits in them ("O2", "Info 24", "Corp24"), written to a PDU and read back.
# Versions: npm node-pdu 2.1.1. Nothing is sent.
# Expected: 3GPP TS 23.040, section 9.1.2.5: a name of up to 11 characters, as for "Sallyport" or "4you".
# Seen:     "O2" becomes the number 2, "Info 24" the number 24, "Corp24" the number C24 (C is one of the five letters and signs that numbers can have).
#           "4you", "24 Bank" and "Bank 24 AG" stay names: only what ends in digits is taken for a number.
# Matters:  a code from "Info 24" comes from the number 24, which nobody knows and a provider may refuse. Use a name that does not end in a digit.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . node-pdu@2.1.1 > /dev/null
seen=$(node -e 'const { Submit, parse } = require("node-pdu"); console.log(process.argv.slice(1).map(name => parse(new Submit(name, "x").toString()).address.phone).join("; "))' \
  Sallyport 4you '24 Bank' 'Bank 24 AG' O2 'Info 24' Corp24)
echo "expected: Sallyport; 4you; 24 Bank; Bank 24 AG; O2; Info 24; Corp24"; echo "seen:     $seen"
[ "$seen" = 'Sallyport; 4you; 24 Bank; Bank 24 AG; 2; 24; C24' ] || { echo "CHANGED"; exit 1; }
echo "still so: a name that ends in digits is a number"
