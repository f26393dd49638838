#!/bin/bash
# What:     Perl's Authen::TacacsPlus (ASCII login) at a server that asks for user, password and a code, by GETPASS again or by GETDATA.
# Versions: Debian libauthen-tacacsplus-perl 0.28-2. The server is a stand-in of a few lines (RFC 8907, sections 4.5 and 5).
# Expected: an error after the password that says that more is asked for, with the server's text ("Passcode: "), or a way to answer.
# Seen:     a second GETPASS is answered with the password again, without a word: a wrong code for each login. GETDATA, which is there for this, ends
#           with "Protocol error", as a real error of the server does. The server's texts ("Passcode: ", "Account locked") cannot be had.
# Matters:  a second factor behind such a client gets the password as a wrong code at each login. The only form that works is password and code in
#           one answer.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq libauthen-tacacsplus-perl=0.28-2 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x libauthen*.deb .
cat > server.js <<'J'
const { createHash } = require('crypto'), fs = require('fs'), [pass, fail, getdata, getuser, getpass] = [1, 2, 3, 4, 5], user = [getuser, 'Username: '], password = [getpass, 'Password: '];
const plans = { plain: [user, password, [pass, '']], twice: [user, password, [getpass, 'Passcode: '], [fail, '']], data: [user, password, [getdata, 'Passcode: '], [fail, '']], locked: [user, password, [fail, 'Account locked']] };
const crypt = (head, body) => { // the pad of section 4.5
  let pad = Buffer.alloc(0), last = Buffer.alloc(0);
  while (pad.length < body.length) { last = createHash('md5').update(Buffer.concat([head.subarray(4, 8), Buffer.from('secret'), head.subarray(0, 1), head.subarray(2, 3), last])).digest(); pad = Buffer.concat([pad, last]); }
  return Buffer.from(body.map((byte, i) => byte ^ pad[i]));
};
require('net').createServer(c => {
  const left = [...plans[fs.readFileSync('plan', 'utf8')]]; let all = Buffer.alloc(0);
  c.on('error', () => {}).on('data', data => {
    for (all = Buffer.concat([all, data]); all.length >= 12 && all.length >= 12 + all.readUInt32BE(8);) {
      const head = Buffer.from(all.subarray(0, 12)), body = crypt(head, all.subarray(12, 12 + head.readUInt32BE(8))); all = all.subarray(12 + body.length);
      if (head[2] > 1) fs.appendFileSync('answers', `${body.subarray(5, 5 + body.readUInt16BE(0))} `); // a CONTINUE
      const [status, text] = left.shift(), reply = Buffer.concat([Buffer.from([status, 0, 0, text.length, 0, 0]), Buffer.from(text)]);
      head[2]++; head.writeUInt32BE(reply.length, 8); c.write(Buffer.concat([head, crypt(head, reply)]));
    }
  });
}).listen(0, '127.0.0.1', function () { fs.writeFileSync('port', String(this.address().port)); });
setTimeout(() => process.exit(), 60000);
J
node server.js & pids=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
export PERL5LIB; PERL5LIB=$(dirname "$(dirname "$(find "$work/usr/lib" -name TacacsPlus.pm)")")
try() {
  printf %s "$1" > plan; : > answers
  result=$(/usr/bin/perl -MAuthen::TacacsPlus -e 'my $t = Authen::TacacsPlus->new(Host => "127.0.0.1", Port => $ARGV[0], Key => "secret", Timeout => 10); print $t->authen("alice", "password", 1) ? "in" : Authen::TacacsPlus::errmsg()' "$(cat port)")
  echo "$1: $(cat answers)- $result"
}
seen="$(try plain); $(try twice); $(try data); $(try locked)"
echo "expected: plain: alice password - in; twice and data: alice password - (Passcode:); locked: alice password - (Account locked)"; echo "seen:     $seen"
[ "$seen" = 'plain: alice password - in; twice: alice password password - Authentication failed; data: alice password - Protocol error; locked: alice password - Authentication failed' ] || { echo "CHANGED"; exit 1; }
echo "still so: the password again, or a protocol error"
