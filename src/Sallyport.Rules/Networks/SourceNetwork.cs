using System.Net;
using System.Net.Sockets;

namespace Sallyport.Rules.Networks;

/// <summary>
/// The network a login comes from: an IPv4 /24 or an IPv6 /64. An IPv4-mapped IPv6 address is the IPv4 address it carries.
/// A login whose address is missing or unreadable comes from <see cref="Unknown"/>, which is never trusted.
/// </summary>
public readonly record struct SourceNetwork
{
    private readonly IPNetwork? network;

    private SourceNetwork(IPNetwork network) => this.network = network;

    public static SourceNetwork Unknown => default;

    public bool IsUnknown => network is null;

    public static SourceNetwork Of(IPAddress? address)
    {
        if (address is null)
            return Unknown;

        var plain = Addresses.Plain(address);
        var bytes = plain.GetAddressBytes();
        var kept = plain.AddressFamily == AddressFamily.InterNetwork ? 3 : 8;
        bytes.AsSpan(kept).Clear();
        return new SourceNetwork(new IPNetwork(new IPAddress(bytes), kept * 8));
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is neither a CIDR nor <c>unknown</c>.</exception>
    public static SourceNetwork Parse(string text) =>
        text == "unknown" ? Unknown : new SourceNetwork(IPNetwork.Parse(text));

    public override string ToString() => network?.ToString() ?? "unknown";
}
