#!/bin/bash
# What:     ssh-agent locked with ssh-add -x: what ssh-add -l says, and what a login with a key of the agent says.
# Versions: OpenSSH 9.2p1 (Debian openssh-client 1:9.2p1-2+deb12u10).
# Expected: "agent is locked", or at least an error (ssh-add's exit status 2, "unable to contact the agent"), as `ssh-add KEY` does report a refusal.
# Seen:     "The agent has no identities." and status 1, word for word as for an empty agent. ssh -v offers no key of it either, so a login goes on to the
#           password or ends with "Permission denied (publickey)".
# Matters:  scripts that load keys when ssh-add -l returns 1 ask for every passphrase and then fail; people look for the fault on the server. When an agent
#           is suddenly empty, try ssh-add -X.
set -euo pipefail
work=$(mktemp -d); trap 'ssh-agent -k > /dev/null 2>&1 || true; rm -rf "$work"' EXIT; cd "$work"
ssh-keygen -q -t ed25519 -N '' -f key
eval "$(ssh-agent -a "$work/agent")" > /dev/null
printf '#!/bin/sh\necho lock\n' > askpass; chmod +x askpass; export SSH_ASKPASS=$work/askpass SSH_ASKPASS_REQUIRE=force
list() { local rc=0 text; text=$(ssh-add -l 2>&1) || rc=$?; echo "$text ($rc)"; }
empty=$(list); ssh-add -q key; ssh-add -x > /dev/null 2>&1; locked=$(list); add=$(ssh-add key 2>&1 | grep -o 'agent refused operation' || true)
ssh-add -X > /dev/null 2>&1; unlocked=$(list | grep -c ED25519)
echo "expected: an empty agent: $empty; a locked one: an error"
echo "seen:     a locked one: $locked; ssh-add KEY: $add; unlocked again: $unlocked key"
[ "$empty" = 'The agent has no identities. (1)' ] && [ "$locked" = "$empty" ] && [ "$add" = 'agent refused operation' ] && [ "$unlocked" = 1 ] || { echo "CHANGED"; exit 1; }
echo "still so: a locked agent looks empty"
