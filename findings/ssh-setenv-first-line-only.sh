#!/bin/bash
# What:     two SetEnv lines (or -o SetEnv) in one ssh call, beside two SendEnv lines.
# Versions: OpenSSH client 9.2p1 (Debian openssh-client 1:9.2p1-2+deb12u10).
# Expected: they add up, as SendEnv, LocalForward and CertificateFile do: each names other variables.
# Seen:     SendEnv adds up; of several SetEnv only the first line counts, the others are dropped without a word, also across
#           the command line and the configuration file.
# Matters:  `-o SetEnv=DUO_PASSCODE=123456` for one call switches off every SetEnv of ~/.ssh/config (a locale, a tenant), and a `SetEnv` under an
#           earlier Host block swallows the DUO_PASSCODE of a later one: the passcode does not arrive, nothing says so.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
printf 'Host door\n SetEnv TENANT=maths\n SendEnv A\nHost *\n SetEnv LANGUAGE=de\n SendEnv B\n' > config
all() { ssh -G -F config "$@" door | grep -iE '^(setenv|sendenv)' | tr '\n' ';'; }
file=$(all); line=$(all -o SetEnv=DUO_PASSCODE=123456 -o SetEnv=SECOND=2)
echo "expected: setenv TENANT=maths;setenv LANGUAGE=de;…  and all four of them with the two of the command line"
echo "seen:     $file"
echo "          $line"
[ "$file" = 'sendenv A;sendenv B;setenv TENANT=maths;' ] && [ "$line" = 'sendenv A;sendenv B;setenv DUO_PASSCODE=123456;' ] || { echo "CHANGED"; exit 1; }
echo "still so: only the first SetEnv counts"
