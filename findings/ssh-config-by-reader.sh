#!/bin/bash
# What:     one ssh_config read by ssh -G, paramiko and two npm packages: Include, a comment behind a value, Match exec, Match final.
# Versions: OpenSSH 9.2p1; Debian python3-paramiko 2.12.0-2; npm ssh-config 5.3.0, @jeanp413/ssh-config 4.3.1.
# Expected: what they read they read as ssh does, and what they cannot they refuse: a host from an included file has its address, "User alice # office" is alice.
# Seen:     none of them follows Include, and none says so: the host simply has no address and no user. paramiko and @jeanp413/ssh-config take the comment into
#           the user name ("alice # office"). Match exec counts for paramiko alone; and one `Match final` anywhere makes paramiko refuse the whole file.
# Matters:  a set-up that "every program finds in ssh's configuration" reaches the programs that start ssh, no others. Generated lines that these are to
#           see belong into the main file, without comments behind values and without Match final.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-paramiko=2.12.0-2 python3-cryptography python3-cffi-backend python3-nacl python3-bcrypt python3-six python3-invoke 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
npm install --silent --no-audit --no-fund --prefix . ssh-config@5.3.0 @jeanp413/ssh-config@4.3.1 > /dev/null
printf 'Host included\n HostName included.example.org\n' > more
printf 'Include %s/more\nHost commented\n User alice # office\nMatch exec "true"\n Port 2222\n' "$work" > config
{ cat config; printf 'Match final\n Compression yes\n'; } > final
cat > read.py <<'P'
import paramiko, sys
try:
    config = paramiko.SSHConfig.from_path(sys.argv[1]); a, b = config.lookup('included'), config.lookup('commented')
    print(f"{a['hostname']}, {b.get('user')}, {b.get('port', '22')}")
except paramiko.ssh_exception.ConfigParseError as e:
    print(f'refused ({e})')
P
cat > read.js <<'J'
const config = (require(process.argv[2]).default || require(process.argv[2])).parse(require('fs').readFileSync(process.argv[3], 'utf8')), a = config.compute('included'), b = config.compute('commented');
console.log(`${a.HostName || 'included'}, ${b.User}, ${b.Port || 22}`);
J
openssh() { for host in included commented; do ssh -G -F "$1" $host; done > got 2> /dev/null; echo "$(sed -n 's/^hostname //p' got | sed -n 1p), $(sed -n 's/^user //p' got | sed -n 2p), $(sed -n 's/^port //p' got | sed -n 2p)"; }
python() { PYTHONPATH=$work/usr/lib/python3/dist-packages PYTHONWARNINGS=ignore /usr/bin/python3 read.py "$1"; }
ssh=$(openssh config) paramiko=$(python config) npm=$(node read.js ssh-config config) jeanp=$(node read.js @jeanp413/ssh-config config) refused=$(python final)
echo "expected: $ssh (ssh -G; with Match final: $(openssh final))"
printf 'seen:     paramiko %s; with Match final: %s\n          ssh-config %s\n          @jeanp413/ssh-config %s\n' "$paramiko" "$refused" "$npm" "$jeanp"
[ "$ssh" = 'included.example.org, alice, 2222' ] && [ "$paramiko" = 'included, alice # office, 2222' ] && [[ $refused == refused* ]] \
  && [ "$npm" = 'included, alice, 22' ] && [ "$jeanp" = 'included, alice # office, 22' ] || { echo "CHANGED"; exit 1; }
echo "still so: each reads a configuration of its own"
