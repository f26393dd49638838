using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Radius;

/// <summary>The hosts of some networks, which may ask and share a secret.</summary>
/// <param name="Name">What the audit calls the asking host, together with the NAS-Identifier it sends.</param>
/// <param name="Networks">Addresses or CIDRs. Where those of two clients overlap, the narrowest counts.</param>
internal sealed record RadiusClient(string Name, ImmutableArray<IPNetwork> Networks, Secret Secret)
{
    /// <summary>Whole attributes that every Access-Accept carries.</summary>
    public ReadOnlyMemory<byte> ReplyAttributes { get; init; }
}

/// <summary>Finds a packet's client.</summary>
internal sealed class RadiusClients(IEnumerable<RadiusClient> clients)
{
    private readonly ImmutableArray<ClientNetwork> entries =
        [.. clients.SelectMany(client => client.Networks.Select(network => ClientNetwork.Of(network, client))).OrderByDescending(entry => entry.Mask)];

    public RadiusClient? Find(Peer peer)
    {
        foreach (var entry in entries)
        {
            if ((peer.Address & entry.Mask) == entry.Network)
                return entry.Client;
        }

        return null;
    }

    private readonly record struct ClientNetwork(UInt128 Network, UInt128 Mask, RadiusClient Client)
    {
        public static ClientNetwork Of(IPNetwork network, RadiusClient client)
        {
            var mapped = network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 96 : 0;
            var free = 128 - mapped - network.PrefixLength;
            var mask = free == 128 ? UInt128.Zero : UInt128.MaxValue << free;
            return new ClientNetwork(Peer.Number(network.BaseAddress) & mask, mask, client);
        }
    }
}
