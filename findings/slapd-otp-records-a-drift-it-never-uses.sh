#!/bin/bash
# What:     OpenLDAP's otp overlay with a TOTP token whose clock is off: oathTOTPTimeStepDrift, as it is recorded and as an import sets it.
# Versions: Debian slapd and ldap-utils 2.5.13+dfsg-5; oathtool 2.6.7.
# Expected: the recorded offset moves the window (the manual: "to provide for slow clock drift of the client device"; RFC 6238, section 6): with a
#           drift of 5 steps and a window of 1 the codes of 4 to 6 steps ahead get in.
# Seen:     it is written and never read: those codes are refused, the code of the present step gets in, and then the drift is 0. After a login with
#           the code one step ahead (the drift is then 1), the code of two steps ahead is refused as well.
# Matters:  a token that runs away is let in until it is a window off, and then never; a drift taken over from another server (PSKC's
#           TimeDrift) does nothing. Make oathTOTPTimeStepWindow as wide as the worst token.
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
  entry cn=params,dc=x 'objectClass: device' 'objectClass: oathTOTPParams' 'cn: params' 'oathOTPLength: 6' 'oathHMACAlgorithm: 1.2.840.113549.2.7' 'oathTOTPTimeStepPeriod: 30' 'oathTOTPTimeStepWindow: 1'
  for drift in 0 5; do
    entry cn=drift$drift,dc=x 'objectClass: device' 'objectClass: oathTOTPToken' "cn: drift$drift" 'oathTOTPParams: cn=params,dc=x' "oathSecret: $key" "oathTOTPTimeStepDrift: $drift"
    entry uid=drift$drift,dc=x 'objectClass: inetOrgPerson' 'objectClass: oathTOTPUser' "oathTOTPToken: cn=drift$drift,dc=x" 'cn: x' 'sn: x' "uid: drift$drift" 'userPassword: secret'
  done; } > all.ldif
usr/sbin/slapadd -f conf -l all.ldif 2> slapadd.log || { cat slapadd.log; exit 1; }
url="ldapi://$(printf %s "$work/socket" | sed 's#/#%2F#g')"; usr/sbin/slapd -f conf -h "$url" -d none > slapd.log 2>&1 & pids=$!
for _ in $(seq 50); do [ -S socket ] && break; sleep 0.1; done
bind() { { timeout 20 usr/bin/ldapwhoami -x -H "$url" -D "uid=$1,dc=x" -w "$2" 2>&1 || true; } | sed 's/^dn:.*/in/; s/.*Invalid credentials.*/refused/'; }
while [ $(($(date +%s) % 30)) -gt 18 ]; do sleep 1; done; now=$(date +%s) # not at the end of a step
ahead() { bind "$1" "secret$(oathtool --totp -N "@$((now + 30 * $2))" "$hex")"; }
drift() { timeout 20 usr/bin/ldapsearch -x -LLL -H "$url" -D cn=admin,dc=x -w admin -b "cn=$1,dc=x" oathTOTPTimeStepDrift | sed -n 's/^oathTOTPTimeStepDrift: //p'; }
seen="drift 5: code 4 $(ahead drift5 4), 5 $(ahead drift5 5), 6 $(ahead drift5 6), 0 $(ahead drift5 0); drift 0: code 1 $(ahead drift0 1), drift then $(drift drift0), code 2 $(ahead drift0 2)"
echo "expected: drift 5: code 4 in, 5 in, 6 in, 0 refused; drift 0: code 1 in, drift then 1, code 2 in"; echo "seen:     $seen"
[ "$seen" = 'drift 5: code 4 refused, 5 refused, 6 refused, 0 in; drift 0: code 1 in, drift then 1, code 2 refused' ] || { echo "CHANGED"; exit 1; }
echo "still so: the drift is recorded and not used"
