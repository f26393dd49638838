using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Sallyport.Gate.ProxyProtocol;

/// <summary>A client's address and the address it connected to, as the PROXY protocol (HAProxy's proxy-protocol.txt) carries them.</summary>
internal sealed record ProxyHeader(IPEndPoint Source, IPEndPoint Destination)
{
    /// <summary>The longest binary header taken, attributes included: real ones stay under 400 bytes.</summary>
    public const int LongestBytes = 1024;

    /// <summary>The 12 bytes that begin every binary header.</summary>
    public static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    internal const byte Version2 = 0x20, CommandLocal = 0, CommandProxy = 1;
    internal const byte TcpOverV4 = 0x11, TcpOverV6 = 0x21;
    internal const int FixedBytes = 16, AddressesV4 = 12, AddressesV6 = 36;

    /// <summary>The binary header, version 2: 28 bytes for IPv4, 52 for IPv6. A pair of mixed families goes as IPv6.</summary>
    public byte[] ToBytes()
    {
        var (source, destination) = (Plain(Source.Address), Plain(Destination.Address));
        var v4 = source.AddressFamily == AddressFamily.InterNetwork && destination.AddressFamily == AddressFamily.InterNetwork;
        if (!v4)
            (source, destination) = (source.MapToIPv6(), destination.MapToIPv6());
        var width = v4 ? 4 : 16;
        var addresses = v4 ? AddressesV4 : AddressesV6;
        var bytes = new byte[FixedBytes + addresses];
        Signature.CopyTo(bytes);
        bytes[12] = Version2 | CommandProxy;
        bytes[13] = v4 ? TcpOverV4 : TcpOverV6;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(14), (ushort)addresses);
        source.TryWriteBytes(bytes.AsSpan(FixedBytes), out _);
        destination.TryWriteBytes(bytes.AsSpan(FixedBytes + width), out _);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(FixedBytes + (2 * width)), (ushort)Source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(FixedBytes + (2 * width) + 2), (ushort)Destination.Port);
        return bytes;
    }

    /// <summary>IPv4-mapped is IPv4.</summary>
    internal static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
