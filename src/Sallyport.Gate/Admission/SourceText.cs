using System.Buffers.Binary;
using System.Net;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Admission;

/// <summary>Keys of the tables as networks that a person can read.</summary>
internal static class SourceText
{
    public static IPNetwork Network(SourceLevel level, ulong key)
    {
        if (key >> 32 == 0 && key != 0) // 0 is ::/64 with the loopback address in it; 0.0.0.0 is nobody's
            return new IPNetwork(SourceAddress.FromIPv4((uint)key).ToIPAddress(), level == SourceLevel.Host ? 32 : 24);
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes, key);
        return new IPNetwork(new IPAddress(bytes), level switch { SourceLevel.Host => 64, SourceLevel.Network => 56, _ => 48 });
    }

    /// <summary>A single IPv4 address without its /32.</summary>
    public static string Text(IPNetwork network) =>
        network.PrefixLength == 32 && network.BaseAddress.GetAddressBytes().Length == 4 ? network.BaseAddress.ToString() : network.ToString();

    public static bool Overlaps(IPNetwork a, IPNetwork b) => a.Contains(b.BaseAddress) || b.Contains(a.BaseAddress);
}
