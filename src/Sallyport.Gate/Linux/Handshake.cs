using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>
/// What makes an SSH handshake fast: no Nagle on our side, and no delayed acknowledgement that the client's Nagle would wait for.
/// A handshake otherwise holds two stalls of about 40 ms.
/// </summary>
internal static unsafe partial class Handshake
{
    private const int LevelTcp = 6, NoDelay = 1, Info = 11;

    /// <summary>TCP_DELACK_MAX_US of include/uapi/linux/tcp.h, Linux 6.15 and later.</summary>
    private const int DelayedAckMax = 46;

    /// <summary>The kernel takes no less than two of its ticks: these are two ticks at 1000, 250 and 100 a second.</summary>
    private static readonly int[] DelayedAckMicroseconds = [2000, 8000, 20_000];

    /// <summary>Where tcp_info has tcpi_data_segs_out.</summary>
    private const int DataSegmentsOut = 156;

    private static readonly int DelayedAck = FindDelayedAck();

    public static void Hasten(int socket)
    {
        StreamSocket.Set(socket, LevelTcp, NoDelay, 1);
        if (DelayedAck > 0)
            StreamSocket.Set(socket, LevelTcp, DelayedAckMax, DelayedAck);
    }

    /// <summary>What a socket of a machine with this kernel will be given; 0 where the kernel does not know the option.</summary>
    private static int FindDelayedAck()
    {
        using var trial = new Socket(SocketType.Stream, ProtocolType.Tcp);
        return DelayedAckMicroseconds.FirstOrDefault(time => StreamSocket.Set((int)trial.Handle, LevelTcp, DelayedAckMax, time));
    }

    /// <summary>Nothing has been sent to the client: the process that held the socket never began.</summary>
    public static bool HasSentNothing(int socket)
    {
        var info = stackalloc byte[160];
        var length = 160;
        return GetOption(socket, LevelTcp, Info, info, &length) == 0 && length >= 160 && *(uint*)(info + DataSegmentsOut) == 0;
    }

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetOption(int socket, int level, int option, void* value, int* length);
}
