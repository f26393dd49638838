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

    private const int DelayedAckMicroseconds = 1000;

    /// <summary>Where tcp_info has tcpi_data_segs_out.</summary>
    private const int DataSegmentsOut = 156;

    private static bool kernelKnowsDelayedAckMax = true;

    public static void Hasten(int socket)
    {
        StreamSocket.Set(socket, LevelTcp, NoDelay, 1);
        if (kernelKnowsDelayedAckMax && !StreamSocket.Set(socket, LevelTcp, DelayedAckMax, DelayedAckMicroseconds))
            kernelKnowsDelayedAckMax = Errno.Last != ErrnoCode.NoSuchOption;
    }

    /// <summary>Nothing has been sent to the client: whoever held the socket never began.</summary>
    public static bool HasSentNothing(int socket)
    {
        var info = stackalloc byte[160];
        var length = 160;
        return GetOption(socket, LevelTcp, Info, info, &length) == 0 && length >= 160 && *(uint*)(info + DataSegmentsOut) == 0;
    }

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetOption(int socket, int level, int option, void* value, int* length);
}
