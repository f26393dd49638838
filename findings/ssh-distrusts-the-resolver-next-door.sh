#!/bin/bash
# What:     VerifyHostKeyDNS=yes with a validating resolver on 127.0.0.53 that answers SSHFP with the AD bit, and ssh asked for a host it does not know.
# Versions: OpenSSH client 9.2p1 (Debian openssh-client 1:9.2p1-2+deb12u10), libc6 2.36. The resolver is a stand-in that answers with AD.
# Expected: "secure fingerprints", and no question: the answer was validated on this machine.
# Seen:     "insecure fingerprints", and the question (with BatchMode: Host key verification failed). From 2.31 on the C library takes the bit away
#           from every answer, loopback or not, unless resolv.conf says "options trust-ad"; edns0 is not enough. ssh_config(5) does not say it.
# Matters:  DNSSEC, SSHFP records and a local resolver are all there, and each new host still asks. Write "options trust-ad", with resolvers
#           on this machine only.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it uses a network and a mount namespace of its own"; exit 1; }
[ -n "${INSIDE-}" ] || exec env INSIDE=1 unshare -n -m bash "$0"
work=$(mktemp -d); trap 'kill ${server-} $(cat "$work/sshd.pid" 2> /dev/null) 2> /dev/null || true; umount /etc/nsswitch.conf 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
ip link set lo up
ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t ed25519 -N '' -f key
cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile $work/key.pub
StrictModes no
UsePAM no
PidFile $work/sshd.pid
C
cat > resolver.js <<'J'
// A and SSHFP for every name, with AD
const socket = require('dgram').createSocket('udp4'), records = process.argv.slice(2).map(r => r.split(' '));
socket.on('message', (message, from) => {
  let end = 12; while (message[end]) end += message[end] + 1;
  const type = message.readUInt16BE(end + 1), answers = [];
  const add = data => { const h = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]); answers.push(h, data); };
  if (type === 1) add(Buffer.from([127, 0, 0, 1]));
  if (type === 44) for (const [algorithm, hash, hex] of records) add(Buffer.concat([Buffer.from([+algorithm, +hash]), Buffer.from(hex, 'hex')]));
  const h = Buffer.alloc(12); message.copy(h, 0, 0, 2); h.writeUInt16BE(0x81a0, 2); h.writeUInt16BE(1, 4); h.writeUInt16BE(answers.length / 2, 6);
  const edns = message.readUInt16BE(10) ? Buffer.from([0, 0, 41, 16, 0, 0, 0, 0x80, 0, 0, 0]) : Buffer.alloc(0); h.writeUInt16BE(edns.length ? 1 : 0, 10);
  socket.send(Buffer.concat([h, message.subarray(12, end + 5), ...answers, edns]), from.port, from.address);
});
socket.bind(53, '127.0.0.53', () => require('fs').writeFileSync('up', '1'));
setTimeout(() => process.exit(), 120000);
J
mapfile -t records < <(ssh-keygen -r host.example.org -f host.pub | cut -d' ' -f4-)
node resolver.js "${records[@]}" & server=$!
for _ in $(seq 50); do [ -s up ] && break; sleep 0.1; done
mkdir -p /run/sshd; /usr/sbin/sshd -f sshd.conf -p 22022 -E sshd.log
echo 'hosts: files dns' > nsswitch; mount --bind nsswitch /etc/nsswitch.conf
login() {
  printf 'nameserver 127.0.0.53\n%s\n' "$1" > resolv; mount --bind resolv /etc/resolv.conf
  timeout 20 ssh -v -F none -o VerifyHostKeyDNS=yes -o BatchMode=yes -o UserKnownHostsFile=/dev/null -o GlobalKnownHostsFile=none -i key -o IdentitiesOnly=yes -p 22022 root@host.example.org echo inside 2>&1 |
    grep -oE '(in)?secure fingerprints|^inside|Host key verification failed' | tr '\n' ';' || true
  umount /etc/resolv.conf
}
none=$(login ''); edns=$(login 'options edns0'); trust=$(login 'options trust-ad')
printf '%-18s %s\n' 'no option:' "$none (expected secure fingerprints;inside;)" 'options edns0:' "$edns" 'options trust-ad:' "$trust"
[ "$none" = 'insecure fingerprints;Host key verification failed;' ] && [ "$edns" = "$none" ] && [ "$trust" = 'secure fingerprints;inside;' ] || { echo "CHANGED"; exit 1; }
echo "still so: without trust-ad no answer is secure"
