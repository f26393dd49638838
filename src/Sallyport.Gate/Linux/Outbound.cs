using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>A TCP connection begun without waiting, from our own address or, by IP_TRANSPARENT (ip(7)), from another's.</summary>
internal static unsafe partial class Outbound
{
    private const int Stream = 1, CloseOnExec = 0x80000;
    private const int FamilyV4 = 2, FamilyV6 = 10;
    private const int LevelSocket = 1, ReuseAddress = 2, Mark = 36;
    private const int LevelIp = 0, TransparentV4 = 19, LevelIpV6 = 41, TransparentV6 = 75;

    /// <summary>
    /// Begins a connection. <see cref="ErrnoCode.InProgress"/> and <see cref="ErrnoCode.Ok"/> leave a socket to wait on
    /// in <paramref name="socket"/>; every other answer leaves nothing open.
    /// </summary>
    public static ErrnoCode Begin(IPEndPoint target, ForeignSource? source, out int socket)
    {
        var v6 = target.AddressFamily == AddressFamily.InterNetworkV6;
        socket = SocketCall(v6 ? FamilyV6 : FamilyV4, Stream | CloseOnExec, 0);
        if (socket < 0)
            return Errno.Last;
        StreamSocket.Prepare(socket);
        var outcome = source is null ? ErrnoCode.Ok : BindForeign(socket, source, v6);
        if (outcome == ErrnoCode.Ok)
            outcome = Connect(socket, target);
        if (outcome is ErrnoCode.Ok or ErrnoCode.InProgress)
            return outcome;
        Descriptors.Close(socket);
        socket = -1;
        // An earlier connection of the same pair of addresses still holds the port: the address matters more than the port.
        return outcome == ErrnoCode.AddressNotAvailable && source is { EndPoint.Port: not 0 }
            ? Begin(target, source with { EndPoint = new IPEndPoint(source.EndPoint.Address, 0) }, out socket)
            : outcome;
    }

    private static ErrnoCode BindForeign(int socket, ForeignSource source, bool v6)
    {
        if (!StreamSocket.Set(socket, v6 ? LevelIpV6 : LevelIp, v6 ? TransparentV6 : TransparentV4, 1))
            return Errno.Last;
        if (source.Mark != 0 && !StreamSocket.Set(socket, LevelSocket, Mark, source.Mark))
            return Errno.Last;
        _ = StreamSocket.Set(socket, LevelSocket, ReuseAddress, 1);
        var outcome = Bind(socket, source.EndPoint);
        return outcome == ErrnoCode.AddressInUse ? Bind(socket, new IPEndPoint(source.EndPoint.Address, 0)) : outcome;
    }

    private static ErrnoCode Connect(int socket, IPEndPoint target)
    {
        var address = target.Serialize();
        fixed (byte* p = address.Buffer.Span)
            return ConnectCall(socket, p, address.Size) == 0 ? ErrnoCode.Ok : Errno.Last;
    }

    private static ErrnoCode Bind(int socket, IPEndPoint source)
    {
        var address = source.Serialize();
        fixed (byte* p = address.Buffer.Span)
            return BindCall(socket, p, address.Size) == 0 ? ErrnoCode.Ok : Errno.Last;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int SocketCall(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int ConnectCall(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int BindCall(int socket, byte* address, int length);
}

/// <summary>
/// The address that the backend shall see instead of ours. Needs CAP_NET_RAW, and CAP_NET_ADMIN for a mark;
/// a <see cref="Mark"/> of 0 sets none.
/// </summary>
internal sealed record ForeignSource(IPEndPoint EndPoint, int Mark);
