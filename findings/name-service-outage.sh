#!/bin/bash
# What:     glibc's name service during an outage: what getpwnam_r, getgrnam_r and getgrouplist tell of it.
# Versions: Debian 12: libc6 2.36. python3 calls it. Run as root: it binds another nsswitch.conf in a mount namespace of its own.
# Expected: by getpwnam(3) ("0 or ENOENT or ESRCH or ...: the given name or uid was not found"), ENOENT for a name that is not there, another error
#           for a service that cannot answer, and -1 from getgrouplist(3) when the groups cannot be learnt.
# Seen:     a name that is not there is 0, never ENOENT. A service that is there and cannot answer (hesiod without its configuration) is ENOENT, for
#           root too, who is in /etc/passwd. A service whose library is missing is 0, the same as "no such name". getgrouplist succeeds in both
#           outages, with the primary group alone.
# Matters:  whoever takes ENOENT for "nobody", or getgrouplist's success for an answer, lets an outage of the directory decide who is in a group.
set -euo pipefail

[ "$(id -u)" = 0 ] || { echo "run as root" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/ask.py" <<'PYTHON'
import ctypes
libc = ctypes.CDLL("libc.so.6")
def ask(call, name):
    entry, buffer, result = ctypes.create_string_buffer(256), ctypes.create_string_buffer(65536), ctypes.c_void_p()
    error = call(name, entry, buffer, len(buffer), ctypes.byref(result))
    return f"{error}/{'found' if result.value else 'none'}"
groups, count = (ctypes.c_uint * 64)(), ctypes.c_int(64)
answer = libc.getgrouplist(b"somebody", 4242, groups, ctypes.byref(count))
print(ask(libc.getpwnam_r, b"root"), ask(libc.getpwnam_r, b"no-such-name"), ask(libc.getgrnam_r, b"root"), f"getgrouplist={answer}:{list(groups[:count.value])}")
PYTHON

ask() {
    printf 'passwd: %s\ngroup: %s\n' "$1" "$1" > "$work/nsswitch.conf"
    unshare --mount --propagation private sh -c "mount --bind '$work/nsswitch.conf' /etc/nsswitch.conf && exec python3 '$work/ask.py'"
}

failed=0
expect() {
    local seen; seen=$(ask "$1")
    echo "passwd: $1 -> $seen"
    [ "$seen" = "$2" ] || { echo "  changed; it was: $2"; failed=1; }
}

ldd --version | head -1
expect files "0/found 0/none 0/found getgrouplist=1:[4242]"
expect hesiod "2/none 2/none 2/none getgrouplist=1:[4242]"
expect missinglibrary "0/none 0/none 0/none getgrouplist=1:[4242]"
exit $failed
