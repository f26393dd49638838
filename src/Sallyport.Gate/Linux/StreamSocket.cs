using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>The calls on a connected TCP socket that the relay and the PROXY reader make.</summary>
internal static unsafe partial class StreamSocket
{
    private const int ShutWrite = 1, Peek = 0x2, Truncate = 0x20, DontWait = 0x40, NoSignal = 0x4000;
    private const int LevelSocket = 1, LevelTcp = 6, KeepAlive = 9, Linger = 13, SocketError = 4;
    private const int NoDelay = 1, KeepIdle = 4, KeepInterval = 5, KeepCount = 6;
    private const nuint UnsentBytes = 0x5411, NonBlocking = 0x5421;

    /// <summary>Copies what has arrived without taking it; 0 is the end of input, -1 an error.</summary>
    public static nint PeekAt(int socket, Span<byte> buffer)
    {
        fixed (byte* p = buffer)
            return Receive(socket, p, (nuint)buffer.Length, Peek | DontWait);
    }

    /// <summary>Takes up to this many bytes without looking at them (tcp(7), MSG_TRUNC).</summary>
    public static nint Discard(int socket, int length) => Receive(socket, null, (nuint)length, Truncate | DontWait);

    public static nint Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* p = bytes)
            return SendCall(socket, p, (nuint)bytes.Length, DontWait | NoSignal);
    }

    /// <summary>Ends our side of the stream; the other direction goes on.</summary>
    public static void EndWriting(int socket) => _ = Shutdown(socket, ShutWrite);

    /// <summary>Bytes that the peer has not acknowledged yet.</summary>
    public static int Unsent(int socket)
    {
        var bytes = 0;
        return IoControl(socket, UnsentBytes, &bytes) == 0 ? bytes : 0;
    }

    /// <summary>The error that waits on the socket (SO_ERROR), taken by reading it.</summary>
    public static ErrnoCode PendingError(int socket)
    {
        int value = 0, length = sizeof(int);
        return GetOption(socket, LevelSocket, SocketError, &value, &length) == 0 ? (ErrnoCode)value : Errno.Last;
    }

    /// <summary>Makes the coming close a reset, as when the machine behind us has reset.</summary>
    public static void ResetOnClose(int socket)
    {
        var linger = stackalloc int[2] { 1, 0 };
        _ = SetOption(socket, LevelSocket, Linger, linger, 2 * sizeof(int));
    }

    /// <summary>Without waiting, and without Nagle's delay.</summary>
    public static void Prepare(int socket)
    {
        var on = 1;
        _ = IoControl(socket, NonBlocking, &on);
        Set(socket, LevelTcp, NoDelay, 1);
    }

    /// <summary>
    /// Finds a vanished peer after two minutes of silence and ten of tries: the drop that the outside sshd's ClientAlive settings survive.
    /// </summary>
    public static void WatchOver(int socket)
    {
        Set(socket, LevelSocket, KeepAlive, 1);
        Set(socket, LevelTcp, KeepIdle, 120);
        Set(socket, LevelTcp, KeepInterval, 30);
        Set(socket, LevelTcp, KeepCount, 20);
    }

    internal static bool Set(int socket, int level, int option, int value) => SetOption(socket, level, option, &value, sizeof(int)) == 0;

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint SendCall(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    private static partial int Shutdown(int socket, int how);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(int descriptor, nuint request, int* value);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetOption(int socket, int level, int option, void* value, int* length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int socket, int level, int option, void* value, int length);
}
