#!/bin/bash
# What:     ssh-keygen -R HOST on a known_hosts file in which a line has several names, or a pattern.
# Versions: OpenSSH 9.2p1 (Debian openssh-client 1:9.2p1-2+deb12u10).
# Expected: HOST goes and the rest stays: "gate,door KEY" becomes "door KEY". A pattern like *.example.org, which speaks for other hosts too, stays,
#           as it does with ssh-keygen -H ("ignoring host name with wildcard").
# Seen:     every line that matches goes whole: door is forgotten with gate, and -R one.example.org removes the line of *.example.org and so
#           the key of every host of the domain. The output names HOST and the line number only. (@cert-authority and @revoked lines stay.)
# Matters:  -R is what ssh itself tells people to run after a changed key. The next login to each of the other hosts asks "are you sure", and from a
#           script it fails. Give names of different machines lines of their own; a copy of the old file is in known_hosts.old.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
ssh-keygen -q -t ed25519 -N '' -f key; key=$(cut -d' ' -f1,2 key.pub)
printf '%s\n' "gate,door $key" "*.example.org $key" "@cert-authority *.example.org $key" "other $key" > known
ssh-keygen -R gate -f known > first 2>&1; ssh-keygen -R one.example.org -f known > second 2>&1
seen=$(sed 's/ ssh-ed25519.*/;/' known | tr -d '\n')
echo 'expected: door;*.example.org;@cert-authority *.example.org;other;'
echo "seen:     $seen"
sed 's/^/          /' first second | grep found
[ "$seen" = '@cert-authority *.example.org;other;' ] || { echo "CHANGED"; exit 1; }
echo "still so: the neighbours go too"
