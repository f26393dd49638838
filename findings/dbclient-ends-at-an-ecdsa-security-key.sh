#!/bin/bash
# What:     dbclient with an ssh-agent that holds an ECDSA security key beside the ordinary key that the server wants.
# Versions: Debian dropbear-bin 2022.83-1+deb12u3, openssh-tests 1:9.2p1-2+deb12u10 (OpenSSH's software security key sk-dummy.so).
# Expected: a kind of key that a client does not know is passed over (RFC 4252: methods are tried in turn); so dbclient does with an
#           Ed25519 security key.
# Seen:     with sk-ecdsa-sha2-nistp256@openssh.com in the agent every connection ends with "Bad key types in buf_put_pub_key", whether or not
#           the server knows that key, before the good key is tried.
# Matters:  a person who enrols an ECDSA security key (the only kind that older FIDO2 keys and U2F keys make) loses dbclient, and what
#           rides on it, to every host until the key leaves the agent. Give such programs IdentityAgent none, or Ed25519.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); trap 'ssh-agent -k > /dev/null 2>&1 || true; [ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq openssh-tests=1:9.2p1-2+deb12u10 2> apt.log || { cat apt.log; exit 1; }
apt-get download -qq dropbear-bin=2022.83-1+deb12u3 libtomcrypt1 libtommath1 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
export LD_LIBRARY_PATH; LD_LIBRARY_PATH=$work/$(dirname "$(find usr/lib -name libtomcrypt.so.1)")
ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t ed25519 -N '' -f key; cp key.pub authorized
cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile $work/authorized
StrictModes no
UsePAM no
PidFile $work/sshd.pid
C
mkdir -p /run/sshd
for port in $(shuf -i 20000-30000 -n 20); do
  /usr/sbin/sshd -f sshd.conf -p "$port" -E "$work/sshd.log" 2> /dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
done
export SSH_SK_PROVIDER=$work/usr/lib/openssh/regress/misc/sk-dummy/sk-dummy.so
for kind in ecdsa ed25519; do ssh-keygen -q -t $kind-sk -N '' -f $kind-sk; done
eval "$(ssh-agent -P "$work/*")" > /dev/null
login() { HOME=$work timeout 30 setsid --wait usr/bin/dbclient -y -y -p "$port" root@127.0.0.1 'echo inside' < /dev/null 2>&1 | tail -1 || true; }
ssh-add -q key; plain=$(login)
ssh-add -q -D; ssh-add -q ed25519-sk; ssh-add -q key; ed25519=$(login)
ssh-add -q -D; ssh-add -q ecdsa-sk; ssh-add -q key; ecdsa=$(login)
echo "the good key alone:             $plain"
echo "after an Ed25519 security key:  expected inside, seen $ed25519"
echo "after an ECDSA security key:    expected inside, seen $ecdsa"
[ "$plain $ed25519" = 'inside inside' ] && [[ $ecdsa == *'Bad key types in buf_put_pub_key'* ]] || { echo "CHANGED"; exit 1; }
echo "still so: one ECDSA security key in the agent and dbclient connects nowhere"
