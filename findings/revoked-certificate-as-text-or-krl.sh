#!/bin/bash
# What:     one certificate file (serial 5) named in RevokedKeys, once as a text list and once as a KRL that ssh-keygen -k made of it.
# Versions: OpenSSH 9.2p1 (Debian openssh-client and openssh-server 1:9.2p1-2+deb12u10).
# Expected: both forms that sshd_config(5) allows revoke the same thing: this certificate.
# Seen:     as a KRL it revokes the certificate by its serial: the key itself and another certificate of it still open the door. As a line of text it revokes
#           the key: the plain key and each certificate ever made for it, by any authority, are refused.
# Matters:  moving a list from text to KRL (or back, for a small site) changes who gets in, with the same files. After a lost laptop use the plain
#           .pub in either form; after a certificate was made wrongly use the KRL only.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT; cd "$work"
ssh-keygen -q -t ed25519 -N '' -f host; for name in ca key; do ssh-keygen -q -t ed25519 -N '' -f $name; done
for serial in 5 6; do ssh-keygen -q -s ca -I finding -n root -z $serial -V -5m:+1h key.pub; mv key-cert.pub $serial.pub; done
{ cat key.pub; echo "cert-authority $(cat ca.pub)"; } > authorized
cp 5.pub revoked-text; ssh-keygen -q -k -f revoked-krl -s ca.pub 5.pub
cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile $work/authorized
RevokedKeys $work/revoked
StrictModes no
UsePAM no
PidFile $work/sshd.pid
C
mkdir -p /run/sshd
for port in $(shuf -i 20000-30000 -n 20); do
  /usr/sbin/sshd -f sshd.conf -p "$port" -E "$work/sshd.log" 2> /dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
done
login() { if timeout 20 ssh -F none -q -i key "$@" -o IdentitiesOnly=yes -o IdentityAgent=none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -p "$port" root@127.0.0.1 true < /dev/null; then printf 'in '; else printf 'refused '; fi; }
# what the certificate alone may do is asked with a key that no line but the authority's lets in
all() { cp "$1" revoked; cp authorized both; printf 'plain key '; login; echo "cert-authority $(cat ca.pub)" > authorized; printf 'certificate 5 '; login -o CertificateFile=5.pub; printf 'certificate 6 '; login -o CertificateFile=6.pub; cp both authorized; }
: > none; free=$(all none) text=$(all revoked-text) krl=$(all revoked-krl)
echo "nothing revoked:   $free"
echo "certificate 5 in a KRL:   $krl"
echo "certificate 5 as text:    expected the same, seen $text"
[ "$free" = 'plain key in certificate 5 in certificate 6 in ' ] && [ "$krl" = 'plain key in certificate 5 refused certificate 6 in ' ] && [ "$text" = 'plain key refused certificate 5 refused certificate 6 refused ' ] || { echo "CHANGED"; exit 1; }
echo "still so: the text form revokes the key, the KRL the certificate"
