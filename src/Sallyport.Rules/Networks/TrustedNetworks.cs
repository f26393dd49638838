using System.Collections.Immutable;
using System.Net;

namespace Sallyport.Rules.Networks;

/// <summary>The networks whose logins need no second factor. Each such login is audited as one.</summary>
public sealed record TrustedNetworks(ImmutableArray<IPNetwork> Networks)
{
    public static readonly TrustedNetworks None = new(ImmutableArray<IPNetwork>.Empty);

    /// <summary>The trusted network that holds the address, or null. An unknown address is in none.</summary>
    public IPNetwork? Find(IPAddress? address)
    {
        if (address is null)
            return null;

        var plain = Addresses.Plain(address);
        foreach (var network in Networks)
        {
            if (network.Contains(plain))
                return network;
        }

        return null;
    }
}
