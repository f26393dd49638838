#!/bin/bash
# What:     the PROXY protocol header that haproxy and nginx send for an IPv4 client of a listener that takes both families.
# Versions: Debian haproxy 2.6.12-1+deb12u4, nginx 1.22.1-9+deb12u11 with libnginx-mod-stream.
# Expected: "PROXY TCP4 127.0.0.1 …" (v1) and AF_INET (v2, family byte 0x11): the client came by IPv4, and the header has a word for that.
# Seen:     both pass on what the kernel calls the peer of a dual-stack socket: "PROXY TCP6 ::ffff:127.0.0.1 …", and 0x21 in v2.
# Matters:  a receiver that compares text or families knows no listed network any more; and one that counts IPv6 clients by /64 puts all of IPv4
#           into one bucket, ::ffff:0:0/96 being part of one /64: a few guessers shut out everybody. Undo the mapping before any
#           rule sees the address, or give haproxy and nginx two listeners.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
command -v haproxy > /dev/null || { echo "install haproxy"; exit 1; }
apt-get download -qq nginx=1.22.1-9+deb12u11 libnginx-mod-stream=1.22.1-9+deb12u11 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
read -r back v1 v2 ngx <<< "$(shuf -i 20000-30000 -n 4 | tr '\n' ' ')"
cat > back.js <<'J'
require('net').createServer(s => s.on('error', () => {}).once('data', d => {
  require('fs').appendFileSync('headers', (d[0] === 13 ? 'v2 family 0x' + d[13].toString(16) : d.toString('latin1').split(' ').slice(0, 3).join(' ')) + ';');
  s.destroy();
})).listen(+process.argv[2], '127.0.0.1');
J
cat > haproxy.cfg <<C
defaults
 mode tcp
 timeout connect 5s
 timeout client 5s
 timeout server 5s
listen v1
 bind :::$v1 v4v6
 server s 127.0.0.1:$back send-proxy
listen v2
 bind :::$v2 v4v6
 server s 127.0.0.1:$back send-proxy-v2
C
cat > nginx.conf <<C
load_module $work/usr/lib/nginx/modules/ngx_stream_module.so;
pid $work/nginx.pid; error_log $work/nginx.log; daemon off; master_process off;
events {}
stream { server { listen [::]:$ngx ipv6only=off; proxy_pass 127.0.0.1:$back; proxy_protocol on; } }
C
node back.js "$back" & pids=$!
haproxy -db -f haproxy.cfg 2> haproxy.log & pids="$pids $!"
usr/sbin/nginx -e "$work/nginx.log" -p "$work" -c nginx.conf & pids="$pids $!"
ask() { for _ in $(seq 50); do : > headers; if printf 'hello' 2> /dev/null > "/dev/tcp/127.0.0.1/$1"; then for _ in $(seq 20); do [ -s headers ] && { cat headers; return; }; sleep 0.1; done; fi; sleep 0.1; done; }
seen="$(ask "$v1")$(ask "$v2")$(ask "$ngx")"
echo "expected: PROXY TCP4 127.0.0.1;v2 family 0x11;PROXY TCP4 127.0.0.1;"
echo "seen:     $seen"
[ "$seen" = 'PROXY TCP6 ::ffff:127.0.0.1;v2 family 0x21;PROXY TCP6 ::ffff:127.0.0.1;' ] || { echo "CHANGED"; exit 1; }
echo "still so: IPv4 clients of a dual-stack listener arrive as IPv6"
