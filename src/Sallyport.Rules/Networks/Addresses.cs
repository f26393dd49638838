using System.Net;
using System.Net.Sockets;

namespace Sallyport.Rules.Networks;

/// <summary>Addresses as the rules see them: one address, one form.</summary>
public static class Addresses
{
    /// <summary>The address without IPv4 mapping and without a scope (<c>fe80::1%eth0</c> is <c>fe80::1</c>).</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();

        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0
            ? new IPAddress(address.GetAddressBytes())
            : address;
    }

    /// <summary>An address that a client program sent as text, or null: a host name, an empty text and <c>010.1</c> are not addresses.</summary>
    public static IPAddress? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 64 || !IPAddress.TryParse(text, out var address))
            return null;

        var dottedQuad = address.AddressFamily == AddressFamily.InterNetworkV6 || string.Equals(address.ToString(), text, StringComparison.Ordinal);
        return dottedQuad ? Plain(address) : null;
    }
}
