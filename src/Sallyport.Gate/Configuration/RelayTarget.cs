using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sallyport.Gate.Configuration;

/// <summary>The machine behind <c>backend = relay HOST:PORT</c>: a name or an address, IPv6 in brackets, and a port from 1 to 65535.</summary>
public sealed record RelayTarget(string Host, int Port)
{
    /// <summary>Reads <c>HOST:PORT</c>; null when it is not one.</summary>
    public static RelayTarget? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0)
            return null;
        var host = text[..colon];
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            return null;
        if (host[0] == '[')
        {
            host = host[^1] == ']' ? host[1..^1] : "";
            return IPAddress.TryParse(host, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6 ? new(host, port) : null;
        }

        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 ? new(host, port) : null;
    }

    /// <summary>The addresses to try, in order; <c>localhost</c> is both loopback addresses, whatever /etc/hosts says.</summary>
    /// <exception cref="SocketException">The name cannot be resolved.</exception>
    public async Task<IReadOnlyList<IPEndPoint>> ResolveAsync(CancellationToken cancel)
    {
        if (IPAddress.TryParse(Host, out var literal))
            return [new IPEndPoint(literal, Port)];
        if (Host == "localhost")
            return [new IPEndPoint(IPAddress.Loopback, Port), new IPEndPoint(IPAddress.IPv6Loopback, Port)]; // RFC 6761 section 6.3
        var addresses = await Dns.GetHostAddressesAsync(Host, cancel);
        return [.. addresses.Select(a => new IPEndPoint(a, Port))];
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
