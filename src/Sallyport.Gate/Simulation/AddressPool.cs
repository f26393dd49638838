using System.Net;
using System.Net.Sockets;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Simulation;

/// <summary>
/// Addresses out of networks, numbered: spread over the networks in turn and, within each, as far from each other as they go
/// (IPv6 by /64: what one host may choose itself is no other source).
/// </summary>
internal sealed class AddressPool(IReadOnlyList<IPNetwork> networks)
{
    private const ulong GoldenStride = 0x9E3779B97F4A7C15 | 1;

    public SourceAddress this[long number]
    {
        get
        {
            var network = networks[(int)(number % networks.Count)];
            var within = (ulong)(number / networks.Count);
            var first = SourceAddress.From(network.BaseAddress);
            if (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork)
            {
                var bits = 32 - network.PrefixLength;
                return SourceAddress.FromIPv4(first.IPv4 + (uint)Scatter(within, bits));
            }

            var hosts = Math.Max(0, 64 - network.PrefixLength);
            return new SourceAddress(first.High + Scatter(within, hosts), first.Low | (network.PrefixLength < 128 ? 1u : 0u));
        }
    }

    // An odd stride visits every number of a power of two once before it comes back.
    private static ulong Scatter(ulong number, int bits)
    {
        if (bits == 0)
            return 0;
        var mask = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
        return ((number + 1) * (GoldenStride & mask | 1)) & mask;
    }
}
