#!/bin/bash
# What:     how often sshguard's parser counts a wrong code that PAM refused in sshd's keyboard-interactive, and a login given up at the prompt.
# Versions: Debian sshguard 2.4.2-1+b2 (sshg-parser, which prints address and weight of each line that it counts; sshguard.conf's THRESHOLD is 30);
#           sshd and ssh 9.2p1 (1:9.2p1-2+deb12u10), npm ssh2 1.17.0 as the other client.
# Expected: 10 for each wrong code, as for a wrong password, and nothing for a prompt at which nothing was typed, whatever the client.
# Seen:     a prompt left without an answer counts 2 with ssh, which drops the connection, and 10, as much as a wrong code, with a client that
#           takes its leave (SSH_MSG_DISCONNECT: "Disconnected from authenticating user"). The end of a login whose codes were wrong counts 2 as well.
# Matters:  three windows closed at the prompt, or three pushes given up, shut out the office behind the address, and only where the client is
#           polite. List such an office in the whitelist, or raise THRESHOLD.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); service=finding$$; trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work" "/etc/pam.d/$service"' EXIT; cd "$work"
apt-get download -qq sshguard=2.4.2-1+b2 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x sshguard*.deb .
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 > /dev/null
ssh-keygen -q -t ed25519 -N '' -f host
printf '%s\n' 'ListenAddress 127.0.0.1' "HostKey $work/host" 'UsePAM yes' 'AuthenticationMethods keyboard-interactive:pam' "PidFile $work/sshd.pid" > sshd.conf
printf 'auth [default=ignore] pam_unix.so nodelay\nauth required pam_deny.so\naccount required pam_deny.so\n' > "/etc/pam.d/$service"
ln -s /usr/sbin/sshd "$service"; mkdir -p /run/sshd
for port in $(shuf -i 20000-30000 -n 20); do
  "$work/$service" -f "$work/sshd.conf" -p "$port" -E "$work/sshd.log" 2> /dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
done
printf '#!/bin/sh\necho wrong\n' > wrong; printf '#!/bin/sh\nkill %s\n' "\$PPID" > leave; chmod +x wrong leave
cat > leave.js <<'J'
const client = new (require('ssh2').Client)();
client.on('error', () => {}).on('keyboard-interactive', () => client.end()).connect({ host: '127.0.0.1', port: +process.argv[2], username: 'nobody', tryKeyboard: true });
J
count() { # what syslog has before each line; 192.0.2.1 because loopback is nobody's address
  for _ in $(seq 100); do grep -qE 'Connection closed|Disconnected from' sshd.log && break; sleep 0.1; done
  sed -e 's/^PAM: /error: PAM: /' -e "s/^/$(LC_ALL=C date '+%b %d %H:%M:%S') host sshd[4711]: /" -e 's/127\.0\.0\.1/192.0.2.1/' sshd.log > log
  usr/libexec/sshguard/sshg-parser < log | awk '{ n += $4 } END { printf "%d", n }'; : > sshd.log
}
login() { SSH_ASKPASS=$work/$1 SSH_ASKPASS_REQUIRE=force timeout 60 ssh -F none -q -o PubkeyAuthentication=no -o NumberOfPasswordPrompts="$2" -o StrictHostKeyChecking=no \
  -o UserKnownHostsFile=/dev/null -p "$port" nobody@127.0.0.1 true < /dev/null > /dev/null 2>&1 || true; count; }
: > sshd.log
seen="wrong codes: one $(login wrong 1), three $(login wrong 3); left at the prompt: ssh $(login leave 1), ssh2 $(node leave.js "$port"; count)"
echo "expected: wrong codes: one 10, three 30; left at the prompt: ssh 0, ssh2 0"; echo "seen:     $seen"
[ "$seen" = 'wrong codes: one 12, three 32; left at the prompt: ssh 2, ssh2 10' ] || { echo "CHANGED"; cat log; exit 1; }
echo "still so: a farewell counts like a wrong code"
