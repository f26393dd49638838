#!/bin/bash
# What:     Kerberos with codes (krb5-otp, the KDC asks a RADIUS server): kinit with an empty code, the usual way to ask for a push.
# Versions: Debian krb5-kdc, krb5-otp, krb5-user and libkrad0 1.20.1-2+deb12u5; npm radius 1.1.4 as the server.
# Expected: a request with an empty User-Password (RFC 2865, section 5.2: 0 to 128 bytes, padded to 16), as radcli or freeradius send it.
# Seen:     the KDC sends nothing; its log says "otp … verify failure: Message too long", and kinit "Preauthentication failed", as for a wrong code. One
#           blank is sent as it is, and so are 128 characters.
# Matters:  a person whose second factor is a push gets no ticket, and the RADIUS server has no trace of it. Tell people to type a word
#           ("push") or a blank, and raise the timeout in [otp]: it is 5 seconds for all four tries together.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
version=1.20.1-2+deb12u5; packages=; for package in krb5-kdc krb5-admin-server krb5-otp krb5-user libkrad0 libkadm5srv-mit12 libkadm5clnt-mit12 libkdb5-10 libgssrpc4 libkrb5-3 libk5crypto3 libkrb5support0 libgssapi-krb5-2; do packages+=" $package=$version"; done
# shellcheck disable=SC2086
apt-get download -qq $packages libverto1 libverto-libev1 libev4 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
npm install --silent --no-audit --no-fund --prefix . radius@1.1.4 > /dev/null
cat > server.js <<'J'
const radius = require('radius'), fs = require('fs'), socket = require('dgram').createSocket('udp4'), secret = 'sesame';
socket.on('message', (packet, from) => {
  const asked = radius.decode({ packet, secret }); fs.appendFileSync('asked', JSON.stringify(asked.attributes['User-Password']));
  const b = radius.encode_response({ packet: asked, code: 'Access-Accept', secret, attributes: [] }); socket.send(b, 0, b.length, from.port, from.address);
});
socket.bind(0, '127.0.0.1', () => fs.writeFileSync('port', String(socket.address().port)));
setTimeout(() => process.exit(), 120000);
J
node server.js & pids=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
lib=$(dirname "$(find "$work/usr/lib" -name 'libkrad.so.0')"); kdc=127.0.0.1:$(shuf -i 20000-30000 -n 1); printf sesame > secret
cat > conf <<C
[libdefaults]
default_realm = EXAMPLE.ORG
plugin_base_dir = $lib/krb5/plugins
dns_lookup_kdc = false
[realms]
EXAMPLE.ORG = {
 kdc = $kdc
 kdc_listen = $kdc
 kdc_tcp_listen = $kdc
 database_name = $work/db
 key_stash_file = $work/stash
}
[dbmodules]
db_module_dir = $lib/krb5/plugins/kdb
[otp]
DEFAULT = {
 server = 127.0.0.1:$(cat port)
 secret = $work/secret
}
[logging]
kdc = FILE:$work/kdc.log
C
export LD_LIBRARY_PATH=$lib KRB5_CONFIG=$work/conf KRB5_KDC_PROFILE=$work/conf PATH=$work/usr/bin:$work/usr/sbin:$PATH
kdb5_util create -s -P master > /dev/null
for q in 'addprinc -randkey host/finding' 'ktadd -k keytab host/finding' 'addprinc -nokey +requires_preauth alice' 'setstr alice otp [{}]'; do kadmin.local -q "$q" > /dev/null 2>&1; done
krb5kdc -n > kdc.out 2>&1 & pids+=" $!"
for _ in $(seq 50); do kinit -k -t keytab -c armor host/finding 2> kinit.log && break; sleep 0.2; done
try() { : > asked; if echo "$1" | kinit -c cache -T armor alice > out 2>&1; then echo "ticket, server asked $(cat asked)"; else echo "$(sed -n 's/.*kinit: \(.*\) while.*/\1/p' out), server asked $(cat asked)"; fi; }
seen="\"123456\": $(try 123456); \" \": $(try ' '); \"\": $(try '')"
echo 'expected: "123456": ticket, server asked "123456"; " ": ticket, server asked " "; "": ticket, server asked ""'; echo "seen:     $seen"; grep -o 'verify failure.*' kdc.log
[ "$seen" = '"123456": ticket, server asked "123456"; " ": ticket, server asked " "; "": Preauthentication failed, server asked ' ] && grep -q 'verify failure: Message too long' kdc.log || { echo "CHANGED"; exit 1; }
echo "still so: an empty code does not leave the KDC"
