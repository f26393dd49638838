#!/bin/bash
# What:     the listing of a key revocation list (ssh-keygen -Q -l) that was made of fingerprints, given back to ssh-keygen -k.
# Versions: OpenSSH 9.2p1 (Debian openssh-client 1:9.2p1-2+deb12u10).
# Expected: the listing is written in the words of a KRL specification ("serial:", "id:", "hash:", "#" for remarks), so it can be kept, edited and
#           compiled again; and it names a key by the fingerprint that went in, which is what logs show.
# Seen:     a "hash:" that was given as SHA256:base64 is listed as SHA256:hex. ssh-keygen -k refuses its own line ("revoke key failed: invalid
#           format"), and a search for the fingerprint of the log finds nothing. A key revoked as a key is listed as base64, and goes back.
# Matters:  doors whose KRL is kept from listings lose exactly the revocations made from a log's fingerprint. Keep the specification, never the listing.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
ssh-keygen -q -t ed25519 -N '' -f key
fingerprint=$(ssh-keygen -lf key.pub | awk '{ print $2 }')
echo "hash: $fingerprint" > specification
ssh-keygen -q -k -f by-hash specification; ssh-keygen -q -k -f by-key key.pub
if ssh-keygen -Q -f by-hash key.pub > /dev/null; then echo "CHANGED: the fingerprint does not revoke the key"; exit 1; fi
listed=$(ssh-keygen -Q -l -f by-hash | grep '^hash'); other=$(ssh-keygen -Q -l -f by-key | grep '^hash')
if ssh-keygen -Q -l -f by-hash | ssh-keygen -q -k -f again - 2> error; then again=accepted; else again="refused: $(cat error)"; fi
if ssh-keygen -Q -l -f by-key | ssh-keygen -q -k -f again - 2> /dev/null; then of_key=accepted; else of_key=refused; fi
echo "specification: hash: $fingerprint"
echo "listing:       $listed  (expected the same line)"
echo "given back:    $again  (expected accepted)"
echo "of a key:      $other: $of_key"
hex=$(echo "${fingerprint#SHA256:}=" | base64 -d | od -An -tx1 | tr -d ' \n')
[ "$listed" = "hash: SHA256:$hex" ] && [[ $again == refused* ]] && [ $of_key = accepted ] || { echo "CHANGED"; exit 1; }
echo "still so: the listing looks like a specification and is none"
