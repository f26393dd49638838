using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>
/// A pair of unix(7) SOCK_SEQPACKET sockets: records of a fixed size, each with at most one descriptor (SCM_RIGHTS). Nothing else can be said over it.
/// The receiver has room for one descriptor and no more: the kernel closes the others and marks the record, which counts as none then.
/// </summary>
internal static unsafe partial class Channel
{
    private const int Unix = 1, SeqPacket = 5, CloseOnExec = 0x80000, LevelSocket = 1, Rights = 1;
    private const int DontWait = 0x40, NoSignal = 0x4000, CloseReceivedOnExec = 0x40000000, ControlTruncated = 0x8, Truncated = 0x20;
    private const int ControlLength = 20, ControlSpace = 24, SendTimeout = 21, ShutBoth = 2;

    /// <summary>How long a sender waits for a receiver that does not read.</summary>
    private const int PatienceSeconds = 5;

    [StructLayout(LayoutKind.Sequential)]
    private struct Vector
    {
        public byte* Start;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public void* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    public static (int Ours, int Theirs) Open()
    {
        var pair = stackalloc int[2];
        Errno.Check(SocketPair(Unix, SeqPacket | CloseOnExec, 0, pair), "socketpair");
        var patience = stackalloc nint[2] { PatienceSeconds, 0 };
        Errno.Check(SetOption(pair[0], LevelSocket, SendTimeout, patience, 2 * sizeof(nint)), "setsockopt");
        return (pair[0], pair[1]);
    }

    /// <summary>Ends the channel for everybody who holds an end of it, whatever processes these are; what was sent before can still be read.</summary>
    public static void End(int channel) => _ = Shutdown(channel, ShutBoth);

    /// <summary>Sends one record, with a descriptor unless it is negative. <see cref="ErrnoCode.Again"/> means: not now (only when not waiting).</summary>
    public static ErrnoCode Send<TRecord>(int channel, in TRecord record, int descriptor, Blocking waiting)
        where TRecord : unmanaged
    {
        fixed (TRecord* start = &record)
        {
            var vector = new Vector { Start = (byte*)start, Length = (nuint)sizeof(TRecord) };
            var control = stackalloc byte[ControlSpace];
            var header = new Header { Vectors = &vector, VectorCount = 1 };
            if (descriptor >= 0)
            {
                *(nuint*)control = ControlLength;
                *(int*)(control + 8) = LevelSocket;
                *(int*)(control + 12) = Rights;
                *(int*)(control + 16) = descriptor;
                header.Control = control;
                header.ControlLength = ControlSpace;
            }

            while (true)
            {
                if (SendMessage(channel, &header, NoSignal | (waiting == Blocking.No ? DontWait : 0)) >= 0)
                    return ErrnoCode.Ok;
                if (Errno.Last != ErrnoCode.Interrupted)
                    return Errno.Last;
            }
        }
    }

    /// <summary>
    /// Receives one record and the descriptor with it (-1: none). <see cref="ErrnoCode.BrokenPipe"/> means that the other side is gone,
    /// <see cref="ErrnoCode.BadMessage"/> that it sent a record of another size or with more than one descriptor; what came with it is closed.
    /// </summary>
    public static ErrnoCode Receive<TRecord>(int channel, out TRecord record, out int descriptor, Blocking waiting)
        where TRecord : unmanaged
    {
        descriptor = -1;
        fixed (TRecord* start = &record)
        {
            record = default;
            var vector = new Vector { Start = (byte*)start, Length = (nuint)sizeof(TRecord) };
            var control = stackalloc byte[ControlSpace];
            var header = new Header { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = ControlLength };
            nint length;
            while ((length = ReceiveMessage(channel, &header, CloseReceivedOnExec | (waiting == Blocking.No ? DontWait : 0))) < 0)
            {
                if (Errno.Last != ErrnoCode.Interrupted)
                    return Errno.Last;
            }

            if (header.ControlLength >= ControlLength && *(int*)(control + 8) == LevelSocket && *(int*)(control + 12) == Rights)
                descriptor = *(int*)(control + 16);
            if (length == sizeof(TRecord) && (header.Flags & (Truncated | ControlTruncated)) == 0)
                return ErrnoCode.Ok;
            var outcome = length == 0 && descriptor < 0 && (header.Flags & ControlTruncated) == 0 ? ErrnoCode.BrokenPipe : ErrnoCode.BadMessage;
            if (descriptor >= 0)
                Descriptors.CloseAside(descriptor);
            descriptor = -1;
            return outcome;
        }
    }

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int SocketPair(int family, int type, int protocol, int* pair);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    private static partial int Shutdown(int socket, int how);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int socket, int level, int option, void* value, int length);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint SendMessage(int socket, Header* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveMessage(int socket, Header* message, int flags);
}

internal enum Blocking
{
    Yes,
    No,
}
