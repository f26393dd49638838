#!/bin/bash
# What:     dropbear's server and OpenSSH's authorized_keys options: restrict, and restrict,pty.
# Versions: Debian dropbear-bin 2022.83-1+deb12u3; OpenSSH client 9.2p1.
# Expected: dropbear knows "restrict" (its manual page lists it), so it knows what restrict is made for: to be followed by what is allowed again (pty).
# Seen:     restrict,pty makes the key unusable ("Bad public key options", in the server's log only), as do from=, expiry-time= and no-user-rc, which
#           OpenSSH's lines often carry. Without them, or with restrict alone, the key opens. no-touch-required and permitopen are known.
# Matters:  a file that is handed to all machines opens the ones with OpenSSH; on the router or in the initramfs with dropbear the key is dead on the day that it
#           is needed. Write the no-… options out there.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it mounts a home of its own for root in a mount namespace"; exit 1; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq dropbear-bin=2022.83-1+deb12u3 libtomcrypt1 libtommath1 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
lib=$work/usr/lib/$(uname -m)-linux-gnu
LD_LIBRARY_PATH=$lib usr/bin/dropbearkey -t ed25519 -f host > /dev/null 2>&1
ssh-keygen -q -t ed25519 -N '' -f key; mkdir -m 700 home home/.ssh
cat > inside.sh <<'S'
set -euo pipefail
home=$(getent passwd root | cut -d: -f6); mount --bind home "$home"
port=$(shuf -i 20000-30000 -n 1)
LD_LIBRARY_PATH=$1 usr/sbin/dropbear -F -E -p "127.0.0.1:$port" -r host 2> log & server=$!
trap 'kill $server' EXIT
for _ in $(seq 50); do (: > "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break; sleep 0.1; done
for options in '' 'restrict ' 'restrict,pty ' 'from="127.0.0.1" ' 'expiry-time="20991231" ' 'no-user-rc ' 'no-pty '; do
  printf '%s%s\n' "$options" "$(cut -d' ' -f1,2 key.pub)" > home/.ssh/authorized_keys; chmod 600 home/.ssh/authorized_keys
  if timeout 30 ssh -F none -i key -o BatchMode=yes -o IdentityAgent=none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -p "$port" root@127.0.0.1 true > /dev/null 2>&1 < /dev/null
  then printf '%sopens;' "$options"; else printf '%srefused;' "$options"; fi
done
S
seen=$(unshare -m bash inside.sh "$lib")
echo "expected: all open"
echo "seen:     $seen"; grep -m1 -o 'Bad public key options.*' log | sed 's/^/          /'
[ "$seen" = 'opens;restrict opens;restrict,pty refused;from="127.0.0.1" refused;expiry-time="20991231" refused;no-user-rc refused;no-pty opens;' ] || { echo "CHANGED"; exit 1; }
echo "still so: restrict alone is known"
