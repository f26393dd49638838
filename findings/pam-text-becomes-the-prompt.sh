#!/bin/bash
# What:     PAM_TEXT_INFO (what pam_echo, pam_duo, pam_u2f's cue and others say) in sshd's keyboard-interactive.
# Versions: sshd 9.2p1 (Debian openssh-server 1:9.2p1-2+deb12u10), libpam-modules 1.5.2; npm ssh2 1.17.0 as the client.
# Expected: SSH has a field for it, the instruction of the request (RFC 4256, section 3.2); and a text without a question is sent at
#           once, as a request without prompts, so that a person reads "approve number 42" while the module waits for the phone.
# Seen:     1. the instruction is always empty. Texts are put in front of the next question, into the prompt itself, with newlines: the one
#              prompt is "Second factor\nnumber 42\nPassword: ".
#           2. without a later question the text is held back until the module is done, and comes as SSH_MSG_USERAUTH_BANNER when all is decided:
#              here three seconds late.
# Matters:  clients that look at a prompt's beginning, or show one line of it, see the text in place of the question. And a push or
#           touch that needs no typing cannot be announced through sshd: the sentence arrives after the answer. Ask a question
#           ("press Enter when approved"), as `prompt` of a RADIUS challenge does.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); service=finding$$; trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work" "/etc/pam.d/$service"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 > /dev/null
ssh-keygen -q -t ed25519 -N '' -f host
cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
UsePAM yes
PasswordAuthentication no
KbdInteractiveAuthentication yes
AuthenticationMethods keyboard-interactive:pam
PidFile $work/sshd.pid
C
cat > raw.js <<'J'
const client = new (require('ssh2').Client)(), began = Date.now();
client.on('keyboard-interactive', (name, instruction, language, prompts, finish) => {
  console.log('request ' + JSON.stringify({ instruction, prompts: prompts.map(p => p.prompt) })); finish(prompts.map(() => 'wrong'));
}).on('banner', text => console.log(`banner ${JSON.stringify(text)} after ${Math.floor((Date.now() - began) / 1000) >= 3 ? '3 s' : 'less than 3 s'}`))
  .on('ready', () => client.end()).on('error', () => {});
client.connect({ host: '127.0.0.1', port: +process.argv[2], username: 'nobody', tryKeyboard: true, authHandler: ['none', 'keyboard-interactive'] });
J
ln -s /usr/sbin/sshd "$service"   # up to 9.7 the name that sshd is started by is the PAM service
mkdir -p /run/sshd
printf '%s\n' 'auth optional pam_echo.so Second factor' 'auth optional pam_echo.so number 42' 'auth required pam_unix.so' 'account required pam_deny.so' > "/etc/pam.d/$service"
for port in $(shuf -i 20000-30000 -n 20); do
  "$work/$service" -f "$work/sshd.conf" -p "$port" -E "$work/sshd.log" 2> /dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
done
asked=$(timeout 30 node raw.js "$port")
printf '%s\n' 'auth optional pam_echo.so approve number 42' 'auth required pam_exec.so /bin/sleep 3' 'account required pam_permit.so' 'session required pam_deny.so' > "/etc/pam.d/$service"
waited=$(timeout 30 node raw.js "$port")
echo "expected: instruction \"Second factor…number 42\", prompt \"Password: \"; and a request without prompts at once"
echo "seen:     $asked"
echo "          $waited"
[ "$asked" = 'request {"instruction":"","prompts":["Second factor\nnumber 42\nPassword: "]}' ] && [ "$waited" = 'banner "approve number 42\n" after 3 s' ] || { echo "CHANGED"; exit 1; }
echo "still so: text becomes the prompt; without a question it comes when all is over"
