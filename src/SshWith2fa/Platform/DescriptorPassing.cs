using System.Runtime.InteropServices;

namespace SshWith2fa.Platform;

/// <summary>Sends an open descriptor over a Unix socket: SCM_RIGHTS, unix(7). The form OpenSSH's mm_receive_fd expects: one byte of data with it.</summary>
internal static class DescriptorPassing
{
    private const int ScmRights = 1;

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct IoVec
    {
        public void* Base;
        public nint Length;
    }

    // struct msghdr: lengths are size_t with glibc, int (or socklen_t) elsewhere; on a little-endian 64-bit machine the bytes agree.
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct MsgHdr
    {
        public void* Name;
        public nint NameLength;
        public IoVec* Vectors;
        public nint VectorCount;
        public void* Control;
        public nint ControlLength;
        public int Flags;
    }

    public static unsafe bool Send(int socket, int descriptor)
    {
        var mac = OperatingSystem.IsMacOS();
        byte data = 0;
        var vector = new IoVec { Base = &data, Length = 1 };
        // cmsghdr: length (size_t on Linux, 32 bits on macOS), level, type, then the descriptor.
        var header = mac ? 12 : 16;
        var control = stackalloc byte[24];
        new Span<byte>(control, 24).Clear();
        *(int*)control = header + sizeof(int);
        *(int*)(control + header - 8) = mac ? 0xffff : 1; // SOL_SOCKET
        *(int*)(control + header - 4) = ScmRights;
        *(int*)(control + header) = descriptor;
        var message = new MsgHdr { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = mac ? header + sizeof(int) : 24 };
        return Native.SendMsg(socket, &message, 0) == 1;
    }
}
