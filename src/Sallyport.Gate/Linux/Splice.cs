using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>splice(2) and the pipe it needs: bytes move between two sockets without passing through this process.</summary>
internal static unsafe partial class Splice
{
    private const int CloseOnExec = 0x80000, NonBlocking = 0x800, SetPipeSize = 1031, GetPipeSize = 1032;
    private const uint MoveNonBlocking = 1 | 2;

    /// <summary>Moves up to <paramref name="length"/> bytes; 0 is the end of input, -1 an error in <see cref="Errno.Last"/>.</summary>
    public static nint Move(int from, int to, int length) => SpliceCall(from, null, to, null, (nuint)length, MoveNonBlocking);

    /// <summary>
    /// A non-blocking pipe of about this many bytes; the kernel gives less to a user over its share. A pipe has one slot for each page of
    /// its size, and one slot holds one piece of a packet.
    /// </summary>
    public static bool TryPipe(int bytes, out int readEnd, out int writeEnd, out int slots)
    {
        var ends = stackalloc int[2];
        if (Pipe(ends, CloseOnExec | NonBlocking) != 0)
        {
            readEnd = writeEnd = slots = -1;
            return false;
        }

        (readEnd, writeEnd) = (ends[0], ends[1]);
        slots = Math.Max(Control(writeEnd, SetPipeSize, bytes), Control(writeEnd, GetPipeSize, 0)) / Environment.SystemPageSize;
        return true;
    }

    [LibraryImport("libc", EntryPoint = "splice", SetLastError = true)]
    private static partial nint SpliceCall(int from, long* fromOffset, int to, long* toOffset, nuint length, uint flags);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);
}
