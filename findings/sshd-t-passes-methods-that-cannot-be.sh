#!/bin/bash
# What:     sshd -t on AuthenticationMethods that can never succeed, at the top of the file, inside Match, and with a device that does not exist.
# Versions: sshd 9.2p1 (Debian openssh-server 1:9.2p1-2+deb12u10).
# Expected: what sshd -t refuses at the top ("Disabled method …") it refuses inside a Match block and under `-T -C user=alice` too, and a device
#           after the colon (keyboard-interactive:DEVICE) that this sshd has not is refused like a method that it has not.
# Seen:     the check is made for the top of the file alone. In a Match block a disabled method passes -t, and -T -C prints it and exits 0. A
#           device is never looked at: keyboard-interactive:skey (there is only pam, and bsdauth elsewhere) passes everywhere.
# Matters:  a two-factor rule for a group is usually a Match block: a typing mistake there is found by the first person who stands
#           before a shut door. After a change try a login of each kind before you close the session you have.
set -euo pipefail
[ -x /usr/sbin/sshd ] || { echo "install openssh-server"; exit 1; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"; mkdir -p /run/sshd
ssh-keygen -q -t ed25519 -N '' -f host
check() { printf 'HostKey %s/host\nHostbasedAuthentication no\n%b\n' "$work" "$2" > conf; if /usr/sbin/sshd -t -f conf 2> error; then echo "$1: accepted"; else echo "$1: refused ($(head -1 error))"; fi; }
top=$(check 'disabled method, top   ' 'AuthenticationMethods publickey,hostbased')
match=$(check 'disabled method, Match ' 'Match User alice\n AuthenticationMethods publickey,hostbased')
if /usr/sbin/sshd -T -C user=alice,host=h,addr=127.0.0.1 -f conf > probed 2> /dev/null && grep -q 'authenticationmethods publickey,hostbased' probed; then probed='-T -C user=alice       : accepted'; else probed='-T -C user=alice       : refused'; fi
device=$(check 'unknown device, top    ' 'AuthenticationMethods publickey,keyboard-interactive:skey')
unknown=$(check 'unknown method, Match  ' 'Match User alice\n AuthenticationMethods publickey,skey')
printf 'expected: refused, all five\n%s\n%s\n%s\n%s\n%s\n' "$top" "$match" "$probed" "$device" "$unknown"
[[ $top == *refused* && $match == *accepted && $probed == *accepted && $device == *accepted && $unknown == *refused* ]] || { echo "CHANGED"; exit 1; }
echo "still so: sshd -t vouches for the top of the file only"
