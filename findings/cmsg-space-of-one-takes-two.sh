#!/bin/bash
# What:     descriptors over a unix socket (SCM_RIGHTS), received with room for exactly one: CMSG_SPACE(sizeof(int)), as the manual's example reserves it.
# Versions: Linux (any; seen with 6.18) on a 64-bit machine, Python 3's socket.recvmsg, which passes the length on as it is.
# Expected: a second descriptor has no room: it is closed by the kernel and the message is marked MSG_CTRUNC.
# Seen:     two descriptors arrive, unmarked: CMSG_SPACE pads to eight bytes, and the kernel fills the padding. Only CMSG_LEN(sizeof(int)) takes one
#           and marks the rest.
# Matters:  a receiver that looks at the first descriptor only, as its buffer says, leaks the second one with each message.
set -euo pipefail
exec python3 - <<'P'
import array, os, socket, sys

def receive(room):
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    theirs.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 0]))])
    _, control, flags, _ = ours.recvmsg(1, room)
    arrived = array.array("i")
    for level, kind, data in control:
        arrived.frombytes(data[:len(data) - len(data) % 4])
    for descriptor in arrived:
        os.close(descriptor)
    return len(arrived), bool(flags & socket.MSG_CTRUNC)

space, length = receive(socket.CMSG_SPACE(4)), receive(socket.CMSG_LEN(4))
print("CMSG_SPACE(4): %d descriptors, cut: %s" % space)
print("CMSG_LEN(4):   %d descriptor, cut: %s" % length)
sys.exit(0 if (space, length) == ((2, False), (1, True)) else 1)
P
