#!/bin/bash
# What:     how often fail2ban's sshd filter counts a wrong code that PAM refused in sshd's keyboard-interactive, for a name with and one without an account.
# Versions: Debian fail2ban 1.0.2-2 with its filter.d/sshd.conf; sshd 9.2p1 (1:9.2p1-2+deb12u10), LogLevel and MaxAuthTries as shipped.
# Expected: one failure for each wrong answer, whoever it is: three wrong answers are three of maxretry.
# Seen:     three for a name with an account, eight for one without. sshd writes more of such a name ("Invalid user", then "error: PAM" and
#           "Failed keyboard-interactive/pam" for each answer, then "Connection closed by invalid user"), and the filter counts every line.
# Matters:  with maxretry = 5 a person who mistypes the name is banned within the second try, together with the office behind the same address;
#           and a limit that was measured with one's own account is not the one that guessers meet. Count at the authority or the gate.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); service=finding$$; trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work" "/etc/pam.d/$service"' EXIT; cd "$work"
apt-get download -qq fail2ban=1.0.2-2 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x fail2ban*.deb .
ssh-keygen -q -t ed25519 -N '' -f host
cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
UsePAM yes
AuthenticationMethods keyboard-interactive:pam
PidFile $work/sshd.pid
C
# a module that asks and then refuses every name alike, as the client of a code server does
printf 'auth [default=ignore] pam_unix.so nodelay\nauth required pam_deny.so\naccount required pam_deny.so\n' > "/etc/pam.d/$service"
ln -s /usr/sbin/sshd "$service"; mkdir -p /run/sshd
for port in $(shuf -i 20000-30000 -n 20); do
  "$work/$service" -f "$work/sshd.conf" -p "$port" -E "$work/sshd.log" 2> /dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
done
printf '#!/bin/sh\necho wrong\n' > ask; chmod +x ask
count() {
  : > sshd.log
  SSH_ASKPASS=$work/ask SSH_ASKPASS_REQUIRE=force timeout 60 ssh -F none -q -o PubkeyAuthentication=no -o NumberOfPasswordPrompts=3 -o StrictHostKeyChecking=no \
    -o UserKnownHostsFile=/dev/null -p "$port" "$1@127.0.0.1" true < /dev/null > /dev/null 2>&1 || true
  for _ in $(seq 50); do grep -q 'Connection closed' sshd.log && break; sleep 0.1; done
  # what syslog has before each line ("error: " before what sshd calls an error); 192.0.2.1 because the filter's defaults ignore no address, and this one is nobody's
  sed -e 's/^PAM: /error: PAM: /' -e "s/^/$(LC_ALL=C date '+%b %d %H:%M:%S') host sshd[4711]: /" -e 's/127\.0\.0\.1/192.0.2.1/' sshd.log > log
  PYTHONPATH=$work/usr/lib/python3/dist-packages PYTHONWARNINGS=ignore /usr/bin/python3 usr/bin/fail2ban-regex -c etc/fail2ban -o row log etc/fail2ban/filter.d/sshd.conf 2> /dev/null | grep -c 192.0.2.1 || true
}
known=$(count nobody); unknown=$(count no-such-account)
echo "expected: 3 for three wrong answers, 3 for an unknown name"
echo "seen:     $known, and $unknown for an unknown name"
sed 's/^.*4711\]: /          /' log
[ "$known $unknown" = '3 8' ] || { echo "CHANGED"; exit 1; }
echo "still so: a wrong answer under an unknown name counts two to three times"
