using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Sallyport.Gate.Machine;

/// <summary>
/// An IPv6 address, or an IPv4 address in its mapped form (::ffff:a.b.c.d), so that a client counts the same however it arrived.
/// Sixteen bytes, no allocation.
/// </summary>
internal readonly record struct SourceAddress(ulong High, ulong Low)
{
    public bool IsIPv4 => High == 0 && Low >> 32 == 0xffff;

    public uint IPv4 => (uint)Low;

    /// <summary>What counts as one source: the IPv4 address, the IPv6 /64.</summary>
    public ulong HostKey => IsIPv4 ? IPv4 : High;

    /// <summary>What one site or one attacker easily holds: the IPv4 /24, the IPv6 /56.</summary>
    public ulong NetworkKey => HostKey & ~0xffUL;

    /// <summary>What an IPv6 allocation is at most: the /48. IPv4 has no such level.</summary>
    public ulong SiteKey => High & ~0xffffUL;

    public static SourceAddress FromIPv4(uint address) => new(0, 0xffff_0000_0000UL | address);

    public static SourceAddress FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == 4
        ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
        : new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public static SourceAddress From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return FromBytes(bytes[..length]);
    }

    /// <summary>One address as text, IPv4-mapped included; null when it is none.</summary>
    public static SourceAddress? TryParse(string text) =>
        IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(c => c == '.') == 3)
            ? From(address)
            : null;

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return IsIPv4 ? new IPAddress(bytes[12..]) : new IPAddress(bytes);
    }

    public override string ToString() => ToIPAddress().ToString();
}

/// <summary>How much of an address is taken as one source. IPv6 widens when one allocation hops.</summary>
internal enum SourceLevel : byte
{
    /// <summary>IPv4 address, IPv6 /64.</summary>
    Host,

    /// <summary>IPv4 /24, IPv6 /56.</summary>
    Network,

    /// <summary>IPv6 /48.</summary>
    Site,
}
