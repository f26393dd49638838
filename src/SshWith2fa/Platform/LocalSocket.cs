using System.Runtime.InteropServices;
using System.Text;

namespace SshWith2fa.Platform;

/// <summary>
/// A client's end of a Unix stream socket, each wait bounded. By the C library: the framework's Socket costs every call over the
/// session 9 ms of processor time for its first connection.
/// </summary>
internal sealed class LocalSocket : IDisposable
{
    private const int AddressFamilyUnix = 1;
    private const int Stream = 1;
    private const int GetFlags = 3;
    private const int SetFlags = 4;
    private const short PollIn = 1;
    private const short PollOut = 4;
    private const int LongestPath = 103;


    /// <summary>EINTR.</summary>
    internal const int Interrupted = 4;

    private readonly int descriptor;
    private readonly int milliseconds;

    private LocalSocket(int descriptor, int milliseconds)
    {
        this.descriptor = descriptor;
        this.milliseconds = milliseconds;
    }

    /// <summary>True where the path fits into an address (sun_path: 104 bytes on macOS, 108 on Linux, with a zero at the end).</summary>
    public static bool CanHavePath(string path) => Encoding.UTF8.GetByteCount(path) <= LongestPath;

    /// <summary>Connects without ever blocking; null when nobody takes the connection, and then whether it was refused outright.</summary>
    public static unsafe LocalSocket? Connect(string path, TimeSpan atMost, out bool refused)
    {
        refused = false;
        var name = Encoding.UTF8.GetBytes(path);
        if (name.Length > LongestPath)
            return null;
        var opened = Native.Socket(AddressFamilyUnix, Stream, 0);
        if (opened < 0)
            return null;
        var socket = new LocalSocket(opened, (int)atMost.TotalMilliseconds);
        _ = Native.FCntl(opened, SetFlags, Native.FCntl(opened, GetFlags, 0) | NonBlocking);
        // struct sockaddr_un: a 16-bit family, or a length byte and an 8-bit family (BSD), then the path.
        var address = stackalloc byte[2 + LongestPath + 1];
        new Span<byte>(address, 2 + LongestPath + 1).Clear();
        address[0] = (byte)(OperatingSystem.IsMacOS() ? 2 + name.Length + 1 : AddressFamilyUnix);
        address[1] = (byte)(OperatingSystem.IsMacOS() ? AddressFamilyUnix : 0);
        for (var i = 0; i < name.Length; i++)
            address[2 + i] = name[i];
        int error;
        do
        {
            if (Native.Connect(opened, address, 2 + name.Length + 1) == 0)
                return socket;
            error = Marshal.GetLastSystemError();
        }
        while (error == Interrupted);
        refused = error == ConnectionRefused;
        socket.Dispose();
        return null;
    }

    /// <summary>False when the other side is gone or takes nothing in time.</summary>
    public unsafe bool Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (var sent = 0; sent < bytes.Length;)
            {
                if (!Wait(PollOut))
                    return false;
                var written = Native.Send(descriptor, start + sent, bytes.Length - sent, NoSignal);
                if (written > 0)
                    sent += (int)written;
                else if (!IsPassing(Marshal.GetLastSystemError()))
                    return false;
            }
        }
        return true;
    }

    /// <summary>Fills the buffer; false at the end of the stream, or when nothing comes in time.</summary>
    public unsafe bool Fill(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            for (var have = 0; have < buffer.Length;)
            {
                if (!Wait(PollIn))
                    return false;
                var got = Native.Read(descriptor, start + have, buffer.Length - have);
                if (got > 0)
                    have += (int)got;
                else if (got == 0 || !IsPassing(Marshal.GetLastSystemError()))
                    return false;
            }
        }
        return true;
    }

    public void Dispose() => _ = Native.Close(descriptor);

    internal static int NonBlocking => OperatingSystem.IsMacOS() ? 4 : 0x800;

    private static int ConnectionRefused => OperatingSystem.IsMacOS() ? 61 : 111;

    // macOS has no MSG_NOSIGNAL; the runtime ignores SIGPIPE in this process anyway.
    private static int NoSignal => OperatingSystem.IsMacOS() ? 0 : 0x4000;

    private static bool IsPassing(int error) => error is Interrupted || error == (OperatingSystem.IsMacOS() ? 35 : 11);

    // A signal ends poll(2) early, and a stopped process finds its time over when it goes on: both look once more.
    private unsafe bool Wait(short what)
    {
        // struct pollfd: descriptor, then 16 bits asked and 16 bits found.
        var poll = stackalloc int[2];
        var start = TimeProvider.System.GetTimestamp();
        for (var left = milliseconds; ; left = Math.Max(0, milliseconds - (int)TimeProvider.System.GetElapsedTime(start).TotalMilliseconds))
        {
            poll[0] = descriptor;
            poll[1] = what;
            var ready = Native.Poll(poll, 1, left);
            if (ready >= 0 || Marshal.GetLastSystemError() != Interrupted)
                return ready == 1;
        }
    }
}
