#!/bin/bash
# What:     whether mosh rides on a running ssh session (ControlMaster): the ssh command line that it makes, seen by a stand-in for ssh.
# Versions: Debian mosh 1.4.0-1+b1.
# Expected: mosh calls ssh with the person's configuration, so ControlPath works as for scp and rsync: no second login.
# Seen:     by default it passes "-S none" and a ProxyCommand of its own (to learn the address): the running session is never used, each mosh is
#           a new login with a code of its own. With --experimental-remote-ip=remote or =local neither is passed.
# Matters:  people who hold one session a day are asked for another code by mosh, and a ProxyCommand or ProxyJump of their configuration is
#           replaced too. `mosh --experimental-remote-ip=remote` rides on the session; the UDP ports must be reachable anyway.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq mosh=1.4.0-1+b1 2> apt.log || { cat apt.log; exit 1; }
dpkg-deb -x mosh*.deb .
mkdir bin; printf '#!/bin/sh\necho 256\n' > bin/mosh-client
printf '#!/bin/sh\nprintf "%%s " "$@" >> "%s/arguments"; exit 1\n' "$work" > bin/ssh; chmod +x bin/*
by() { : > arguments; PATH=$work/bin:$PATH LC_ALL=C.UTF-8 perl usr/bin/mosh "$@" alice@127.0.0.1 > /dev/null 2>&1 || true; if grep -q -- '-S none' arguments; then echo 'own login'; elif [ -s arguments ]; then echo rides; else echo nothing; fi; }
default=$(by); remote=$(by --experimental-remote-ip=remote); local=$(by --experimental-remote-ip=local)
echo "expected: rides; rides; rides"
echo "seen:     $default; $remote (remote-ip=remote); $local (remote-ip=local)"
[ "$default;$remote;$local" = 'own login;rides;rides' ] || { echo "CHANGED"; exit 1; }
echo "still so: mosh passes -S none unless told to look elsewhere for the address"
