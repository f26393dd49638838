#!/bin/bash
# What:     gpg-agent as the ssh-agent: ssh-add of a key with a certificate, with a lifetime (-t), and ssh-add -d, -D and -x.
# Versions: Debian gpg-agent 2.2.40-1.1+deb12u2; ssh-add of OpenSSH 9.2p1.
# Expected: as with ssh-agent: the certificate is listed, -t 1 takes the key away after a second, -d and -D remove it, -x locks; or ssh-add says that it failed.
# Seen:     ssh-add reports success each time ("Certificate added", "Lifetime set to 1 seconds", "Identity removed", "All identities removed", "Agent
#           locked", exit status 0), and lists no certificate, and the key throughout, also after a restart: it is kept on disk (-t only limits how long its
#           passphrase is remembered).
# Matters:  leaving a shared machine with ssh-add -D or -x leaves the key behind, and a day's certificate in the agent is never offered. Remove the key
#           with gpg-connect-agent (DELETE_KEY) or in sshcontrol, and give ssh the certificate with CertificateFile.
set -euo pipefail
command -v gpg-agent > /dev/null || { echo "install gpg-agent"; exit 1; }
work=$(mktemp -d); export GNUPGHOME=$work/gnupg
trap 'gpgconf --kill gpg-agent 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"; mkdir -m 700 gnupg
printf '#!/bin/bash\necho OK\nwhile read -r command _; do case $command in GETPIN) echo "D x"; echo OK;; BYE) echo OK; exit;; *) echo OK;; esac; done\n' > pinentry
printf '#!/bin/sh\necho secret\n' > askpass; chmod +x pinentry askpass
printf 'enable-ssh-support\npinentry-program %s/pinentry\n' "$work" > gnupg/gpg-agent.conf
ssh-keygen -q -t ed25519 -N '' -f ca; ssh-keygen -q -t ed25519 -N '' -f key; ssh-keygen -q -s ca -I id -n alice key.pub
gpg-agent --daemon > /dev/null 2>&1
export SSH_AUTH_SOCK SSH_ASKPASS=$work/askpass SSH_ASKPASS_REQUIRE=force; SSH_AUTH_SOCK=$(gpgconf --list-dirs agent-ssh-socket)
did() { if timeout 30 ssh-add "$@" > out 2>&1; then echo said yes; else echo said no; fi; }
there() { ssh-add -L > list 2> /dev/null || true; echo "$(grep -c '^ssh-ed25519 ' list || true) key, $(grep -c cert list || true) certificates"; }
seen=
note() { echo "$1: $2; then $3"; seen="$seen$2, $3;"; }
add=$(did -t 1 key); cert=$(grep -c 'Certificate added' out || true); sleep 2; note "-t 1 key, after two seconds" "$add" "$(there)"
note '-d key' "$(timeout 30 ssh-add -d key > out 2>&1; grep -q 'Identity removed' out && echo said yes)" "$(there)"
note '-D' "$(did -D)" "$(there)"
note '-x' "$(did -x)" "$(there)"
gpgconf --kill gpg-agent; gpg-agent --daemon > /dev/null 2>&1; note 'a new agent' 'started' "$(there)"
echo "expected: 0 key each time, or an error (said yes to the certificate: $cert)"
one='1 key, 0 certificates'
[ "$cert $seen" = "1 said yes, $one;said yes, $one;said yes, $one;said yes, $one;started, $one;" ] || { echo "CHANGED"; exit 1; }
echo "still so: gpg-agent says yes and keeps the key"
