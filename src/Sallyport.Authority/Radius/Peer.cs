using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Sallyport.Authority.Radius;

/// <summary>Where a datagram came from. An IPv4 address is kept as the IPv6 address that maps it, so that it has one form.</summary>
internal readonly record struct Peer(UInt128 Address, ushort Port)
{
    private static readonly UInt128 MappedPrefix = new(0, 0x0000_FFFF_0000_0000);
    private static readonly UInt128 MappedLoopback = new(0, 0x0000_FFFF_7F00_0000);
    private static readonly UInt128 MappedLoopbackMask = new(ulong.MaxValue, 0xFFFF_FFFF_FF00_0000);

    public bool IsLoopback => Address == UInt128.One || (Address & MappedLoopbackMask) == MappedLoopback;

    /// <summary>Reads Linux's <c>sockaddr_in</c> or <c>sockaddr_in6</c> without allocating.</summary>
    public static Peer Of(SocketAddress from)
    {
        var bytes = from.Buffer.Span;
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return from.Family == AddressFamily.InterNetwork
            ? new Peer(MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), port)
            : new Peer(BinaryPrimitives.ReadUInt128BigEndian(bytes[8..]), port);
    }

    public static Peer Of(IPEndPoint from) => new(Number(from.Address), (ushort)from.Port);

    public static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return written == 4
            ? MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Address);
        var address = new IPAddress(bytes);
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, Port).ToString();
    }
}
