using System.Net;
using System.Net.Sockets;

namespace Sallyport.Settings;

/// <summary>Networks as people write them: <c>192.0.2.0/24</c>, <c>2001:db8::/32</c>, or one address.</summary>
public static class Cidr
{
    /// <summary>Bits past the prefix are dropped (192.0.2.7/24 is 192.0.2.0/24); null when the text is no network.</summary>
    public static IPNetwork? TryParse(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        var host = slash < 0 ? text : text[..slash];
        if (host.IndexOfAny(" %[]") >= 0 || !IPAddress.TryParse(host, out var address))
            return null;
        if (address.AddressFamily == AddressFamily.InterNetwork && host.Count('.') != 3)
            return null; // "10" and "10.1" parse as addresses nobody means
        var bytes = address.GetAddressBytes();
        var length = bytes.Length * 8;
        if (slash >= 0 && (!int.TryParse(text[(slash + 1)..], System.Globalization.NumberStyles.None, null, out length) || length > bytes.Length * 8))
            return null;
        for (var bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(bytes), length);
    }
}
