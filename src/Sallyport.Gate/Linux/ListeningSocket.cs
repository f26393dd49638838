using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Linux;

/// <summary>Listening TCP sockets as bare descriptors, so that they can be passed between processes, and accept4(2).</summary>
internal static unsafe partial class ListeningSocket
{
    private const int Stream = 1, CloseOnExec = 0x80000, NonBlocking = 0x800;
    private const int FamilyV4 = 2, FamilyV6 = 10, LevelIpV6 = 41, V6Only = 26, LevelSocket = 1, ReuseAddress = 2;
    private const int Backlog = 4096;

    /// <summary>Binds and listens; an address <c>[::]</c> takes IPv6 alone, so that <c>0.0.0.0</c> can stand beside it.</summary>
    public static ErrnoCode Open(IPEndPoint endPoint, out int socket)
    {
        var v6 = endPoint.AddressFamily == AddressFamily.InterNetworkV6;
        socket = SocketCall(v6 ? FamilyV6 : FamilyV4, Stream | CloseOnExec | NonBlocking, 0);
        if (socket < 0)
            return Errno.Last;
        StreamSocket.Set(socket, LevelSocket, ReuseAddress, 1);
        if (v6)
            StreamSocket.Set(socket, LevelIpV6, V6Only, 1);
        var address = endPoint.Serialize();
        fixed (byte* p = address.Buffer.Span)
        {
            if (BindCall(socket, p, address.Size) == 0 && ListenCall(socket, Backlog) == 0)
                return ErrnoCode.Ok;
        }

        var fault = Errno.Last;
        Descriptors.Close(socket);
        socket = -1;
        return fault;
    }

    /// <summary>Where a socket listens; null when it is no TCP listener.</summary>
    public static IPEndPoint? Address(int socket)
    {
        var buffer = stackalloc byte[28];
        var length = 28;
        return GetName(socket, buffer, &length) == 0 ? EndPoint(new ReadOnlySpan<byte>(buffer, length)) : null;
    }

    /// <summary>The local address of an accepted socket, for the PROXY header.</summary>
    public static IPEndPoint LocalEnd(int socket) => Address(socket) ?? new IPEndPoint(IPAddress.Any, 0);

    /// <summary>Takes the next connection: its descriptor (closed on exec, blocking), or -1 and <see cref="Errno.Last"/>. Allocates nothing.</summary>
    public static int Accept(int listener, out SourceAddress source, out ushort port)
    {
        var buffer = stackalloc byte[28];
        var length = 28;
        var socket = AcceptCall(listener, buffer, &length, CloseOnExec);
        var address = new ReadOnlySpan<byte>(buffer, 28);
        port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
        source = MemoryMarshal.Read<ushort>(address) == FamilyV6
            ? SourceAddress.FromBytes(address.Slice(8, 16))
            : SourceAddress.FromBytes(address.Slice(4, 4));
        return socket;
    }

    private static IPEndPoint? EndPoint(ReadOnlySpan<byte> address) => MemoryMarshal.Read<ushort>(address) switch
    {
        FamilyV4 => new IPEndPoint(new IPAddress(address.Slice(4, 4)), BinaryPrimitives.ReadUInt16BigEndian(address[2..])),
        FamilyV6 => new IPEndPoint(new IPAddress(address.Slice(8, 16)), BinaryPrimitives.ReadUInt16BigEndian(address[2..])),
        _ => null,
    };

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int SocketCall(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int BindCall(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    private static partial int ListenCall(int socket, int backlog);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    private static partial int GetName(int socket, byte* address, int* length);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    private static partial int AcceptCall(int listener, byte* address, int* length, int flags);
}
