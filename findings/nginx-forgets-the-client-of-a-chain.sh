#!/bin/bash
# What:     nginx (stream) and haproxy in the middle of a chain: they take a PROXY header from a balancer and send one to the next server.
# Versions: Debian nginx 1.22.1-9+deb12u11 with libnginx-mod-stream, haproxy 2.6.12-1+deb12u4.
# Expected: with `listen … proxy_protocol` and `proxy_protocol on` nginx passes on the client of the header that it took, as haproxy does with accept-proxy
#           and send-proxy.
# Seen:     nginx sends the address of the balancer, for every client. With set_real_ip_from it sends the client's, beside its own address as the destination:
#           for an IPv6 client behind an IPv4 hop that is "PROXY TCP6 2001:db8::7 127.0.0.1 …", two families in one header, which the standard does not allow.
# Matters:  limits, trusted networks and logs of the last server see one address for all; and with the remedy a strict receiver refuses the IPv6
#           clients alone. Use haproxy there, or give nginx set_real_ip_from and have the balancer reach it by each client's own family.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
command -v haproxy > /dev/null || { echo "install haproxy"; exit 1; }
apt-get download -qq nginx=1.22.1-9+deb12u11 libnginx-mod-stream=1.22.1-9+deb12u11 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
read -r back chain plain real <<< "$(shuf -i 20000-30000 -n 4 | tr '\n' ' ')"
cat > haproxy.cfg <<C
defaults
 mode tcp
 timeout connect 5s
 timeout client 5s
 timeout server 5s
listen chain
 bind 127.0.0.1:$chain accept-proxy
 server s 127.0.0.1:$back send-proxy
C
cat > nginx.conf <<C
load_module $work/usr/lib/nginx/modules/ngx_stream_module.so;
pid $work/nginx.pid; error_log $work/nginx.log; daemon off; master_process off;
events {}
stream {
 server { listen 127.0.0.1:$plain proxy_protocol; proxy_pass 127.0.0.1:$back; proxy_protocol on; }
 server { listen 127.0.0.1:$real proxy_protocol; set_real_ip_from 127.0.0.1; proxy_pass 127.0.0.1:$back; proxy_protocol on; }
}
C
cat > ask.js <<'J'
const net = require('net'), [back, port, header] = process.argv.slice(2);
const server = net.createServer(s => s.on('error', () => {}).once('data', d => { console.log(d.toString().split(' ').slice(0, 4).join(' ')); process.exit(); })).listen(+back, '127.0.0.1', () => {
  const attempt = n => net.connect(+port, '127.0.0.1', function () { this.write(`${header}\r\n`); }).on('error', () => n ? setTimeout(attempt, 100, n - 1) : process.exit(1)); attempt(100); });
setTimeout(() => process.exit(1), 20000);
J
haproxy -db -f haproxy.cfg 2> haproxy.log & pids=$!
usr/sbin/nginx -e "$work/nginx.log" -p "$work" -c nginx.conf & pids="$pids $!"
four='PROXY TCP4 192.0.2.7 192.0.2.1 40000 22' six='PROXY TCP6 2001:db8::7 2001:db8::1 40000 22'
ask() { node ask.js "$back" "$1" "$2" || echo nothing; }
haproxy4=$(ask "$chain" "$four") haproxy6=$(ask "$chain" "$six") plain4=$(ask "$plain" "$four") real4=$(ask "$real" "$four") real6=$(ask "$real" "$six")
echo "expected: $haproxy4; $haproxy6 (haproxy), and nginx the same"
printf 'seen:     nginx %s\n          nginx with set_real_ip_from %s; %s\n' "$plain4" "$real4" "$real6"
[ "$haproxy4;$haproxy6" = 'PROXY TCP4 192.0.2.7 192.0.2.1;PROXY TCP6 2001:db8::7 2001:db8::1' ] && [ "$plain4" = 'PROXY TCP4 127.0.0.1 127.0.0.1' ] \
  && [ "$real4;$real6" = 'PROXY TCP4 192.0.2.7 127.0.0.1;PROXY TCP6 2001:db8::7 127.0.0.1' ] || { echo "CHANGED"; exit 1; }
echo "still so: nginx names the balancer, or mixes the families"
