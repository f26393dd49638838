#!/bin/bash
# What:     OpenLDAP's otp overlay (password and code in one bind): the right code behind a mistyped password, then the right password with the same code.
# Versions: Debian slapd and ldap-utils 2.5.13+dfsg-5; oathtool 2.6.7.
# Expected: the second bind succeeds: a code is used up by a login (the manual: the counter is that of the last code "successfully redeemed").
# Seen:     the first bind is refused, and its code is spent all the same: the counter of a HOTP token has moved on, and a TOTP code of this step is
#           refused. It takes the next code.
# Matters:  whoever mistypes the password and corrects it within the 30 seconds is refused twice, the second time with both parts right, and
#           an account lock (ppolicy) counts both. Programs that bind a second time with the text just typed fail likewise. Say "wait for the next code".
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq slapd=2.5.13+dfsg-5 ldap-utils=2.5.13+dfsg-5 libldap-2.5-0=2.5.13+dfsg-5 libodbc2 libltdl7 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
export LD_LIBRARY_PATH; LD_LIBRARY_PATH=$(dirname "$(find "$work/usr/lib" -name 'libldap-2.5.so.0')")
mkdir db; { for s in core cosine inetorgperson; do echo "include $work/etc/ldap/schema/$s.schema"; done
  printf '%s\n' "modulepath $work/usr/lib/ldap" 'moduleload back_mdb' 'moduleload otp' 'database mdb' 'suffix dc=x' 'rootdn cn=admin,dc=x' 'rootpw admin' "directory $work/db" 'overlay otp'; } > conf
key=12345678901234567890; hex=$(printf %s $key | od -An -tx1 | tr -d ' \n')
entry() { printf 'dn: %s\n' "$1"; shift; printf '%s\n' "$@" ''; }
{ entry dc=x 'objectClass: domain' 'dc: x'
  for kind in HOTP TOTP; do
    if [ $kind = HOTP ]; then more='oathHOTPLookAhead: 3'; else more='oathTOTPTimeStepPeriod: 30'; fi
    entry cn=p$kind,dc=x 'objectClass: device' "objectClass: oath${kind}Params" "cn: p$kind" 'oathOTPLength: 6' 'oathHMACAlgorithm: 1.2.840.113549.2.7' "$more"
    entry cn=$kind,dc=x 'objectClass: device' "objectClass: oath${kind}Token" "cn: $kind" "oath${kind}Params: cn=p$kind,dc=x" "oathSecret: $key"
    entry uid=$kind,dc=x 'objectClass: inetOrgPerson' "objectClass: oath${kind}User" "oath${kind}Token: cn=$kind,dc=x" 'cn: x' 'sn: x' "uid: $kind" 'userPassword: secret'
  done; } > all.ldif
usr/sbin/slapadd -f conf -l all.ldif 2> slapadd.log || { cat slapadd.log; exit 1; }
url="ldapi://$(printf %s "$work/socket" | sed 's#/#%2F#g')"; usr/sbin/slapd -f conf -h "$url" -d none > slapd.log 2>&1 & pids=$!
for _ in $(seq 50); do [ -S socket ] && break; sleep 0.1; done
bind() { { timeout 20 usr/bin/ldapwhoami -x -H "$url" -D "uid=$1,dc=x" -w "$2" 2>&1 || true; } | sed 's/^dn:.*/in/; s/.*Invalid credentials.*/refused/'; }
while [ $(($(date +%s) % 30)) -gt 20 ]; do sleep 1; done # not at the end of a step
code=$(oathtool --totp "$hex")
seen="HOTP: $(bind HOTP "secrte$(oathtool -c 0 "$hex")"), $(bind HOTP "secret$(oathtool -c 0 "$hex")"), next code $(bind HOTP "secret$(oathtool -c 1 "$hex")"); TOTP: $(bind TOTP "secrte$code"), $(bind TOTP "secret$code")"
echo "expected: HOTP: refused, in, next code in; TOTP: refused, in"; echo "seen:     $seen"
[ "$seen" = 'HOTP: refused, refused, next code in; TOTP: refused, refused' ] || { echo "CHANGED"; exit 1; }
echo "still so: a mistyped password costs the code"
