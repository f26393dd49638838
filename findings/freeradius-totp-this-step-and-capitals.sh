#!/bin/bash
# What:     rlm_totp of FreeRADIUS with the code of the step before, and with the key in small letters.
# Versions: Debian freeradius 3.2.1+dfsg-4+deb12u1 (libfreeradius3, freeradius-common, freeradius-utils of the same version installed); oathtool 2.6.7.
# Expected: RFC 6238, section 5.2: at least one step back for the network and the person; and base32 in either case, as oathtool, the phones and
#           libpam-google-authenticator read it.
# Seen:     only the step of the moment is taken ("The module takes no configuration items"): a code read at second 29 and sent at second 1 is refused.
#           A key in small letters is refused at each login, without an error at start or in the reply.
# Matters:  moving people here from an authority that forgives a step brings refusals that look like drifting clocks, and a key copied from
#           an otpauth URI in small letters never works. Write keys in capitals, and keep the server's clock by NTP.
set -euo pipefail
work=$(mktemp -d); pid=; trap '[ -z "$pid" ] || kill "$pid" 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
command -v radclient > /dev/null && command -v oathtool > /dev/null || { echo "install freeradius-utils and oathtool"; exit 1; }
apt-get download -qq freeradius=3.2.1+dfsg-4+deb12u1 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x freeradius_*.deb .
port=$(shuf -i 20000-30000 -n 1)
cat > radiusd.conf <<C
logdir = $work
run_dir = $work
libdir = $work/usr/lib/freeradius
security {
 allow_vulnerable_openssl = yes
}
client loopback {
 ipaddr = 127.0.0.1
 secret = testing
}
modules {
 totp {
 }
}
server default {
 listen {
  type = auth
  ipaddr = 127.0.0.1
  port = $port
 }
 authorize {
  update control {
   &TOTP-Secret := "%{Connect-Info}"
   &Auth-Type := totp
  }
  update request {
   &TOTP-Password := "%{User-Password}"
  }
 }
 authenticate {
  Auth-Type totp {
   totp
  }
 }
}
C
usr/sbin/freeradius -f -X -d "$work" -n radiusd > log 2>&1 & pid=$!
for _ in $(seq 100); do grep -q 'Ready to process' log && break; sleep 0.1; done
answer() { printf 'User-Name="alice"\nUser-Password="%s"\nConnect-Info="%s"\n' "$2" "$1" | timeout 20 radclient -x -r 2 -t 5 "127.0.0.1:$port" auth testing 2> /dev/null | grep -oE 'Received Access-[A-Za-z]+' | head -1 | sed 's/.*-//' || true; }
key=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
now=$(date +%s); [ $((now % 30)) -lt 20 ] || { sleep $((31 - now % 30)); now=$(date +%s); }   # all four questions in one step
before=$(answer $key "$(oathtool -b --totp -N @$((now - 30)) $key)")
small=$(answer ${key,,} "$(oathtool -b --totp -N "@$now" ${key,,})")
padded=$(answer $key====== "$(oathtool -b --totp -N "@$now" $key)")
current=$(answer $key "$(oathtool -b --totp -N "@$now" $key)")
echo "this step: $current, with padding: $padded"
echo "the step before: expected Accept, seen $before"
echo "key in small letters: expected Accept, seen $small"
[ "$current $padded $before $small" = 'Accept Accept Reject Reject' ] || { echo "CHANGED"; exit 1; }
echo "still so: this step and capitals only"
