using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sallyport.Gate.ProxyProtocol;

/// <summary>The text header, section 2.1 of the standard: one line of at most 107 bytes, words apart by one space, ended by CR LF.</summary>
internal static class ProxyV1
{
    private const int Longest = 107;

    public static ReadOnlySpan<byte> Opening => "PROXY "u8;

    /// <param name="bytes">Agrees with <see cref="Opening"/> as far as it goes.</param>
    public static ProxyReading Parse(ReadOnlySpan<byte> bytes)
    {
        var line = bytes[..Math.Min(bytes.Length, Longest)];
        var end = line.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        if (end < 0)
            return line.Length < Longest ? ProxyReading.Incomplete : ProxyReading.Refused(ProxyFault.TooLong);
        if (line[end] != '\r')
            return ProxyReading.Refused(ProxyFault.Syntax);
        if (end + 1 == line.Length)
            return line.Length < Longest ? ProxyReading.Incomplete : ProxyReading.Refused(ProxyFault.TooLong);
        return line[end + 1] == '\n' ? Line(Encoding.ASCII.GetString(line[..end]), end + 2) : ProxyReading.Refused(ProxyFault.Syntax);
    }

    private static ProxyReading Line(string line, int length)
    {
        var words = line.Split(' ');
        if (words.Length < 2)
            return ProxyReading.Refused(ProxyFault.Syntax);
        if (words[1] == "UNKNOWN")
            return ProxyReading.Refused(ProxyFault.Family);
        if (words.Length != 6)
            return ProxyReading.Refused(ProxyFault.Syntax);
        if (words[1] is not ("TCP4" or "TCP6"))
            return ProxyReading.Refused(ProxyFault.Family);
        var v4 = words[1] == "TCP4";
        if (Address(words[2], v4) is not { } source || Address(words[3], v4) is not { } destination)
            return ProxyReading.Refused(ProxyFault.Address);
        if (Port(words[4]) is not { } sourcePort || Port(words[5]) is not { } destinationPort || sourcePort == 0)
            return ProxyReading.Refused(ProxyFault.Port);
        return ProxyReading.Client(length, new(ProxyHeader.Plain(source), sourcePort), new(ProxyHeader.Plain(destination), destinationPort));
    }

    // IPAddress also reads "1", "0x7f.1", "127.1", "[::1]" and zones: an address counts only in the one spelling, for IPv4,
    // and in hexadecimal digits and colons (and a mapped IPv4 tail), for IPv6.
    private static IPAddress? Address(string text, bool v4)
    {
        if (v4)
        {
            return IPAddress.TryParse(text, out var four) && four.AddressFamily == AddressFamily.InterNetwork && four.ToString() == text ? four : null;
        }

        return text.Contains(':', StringComparison.Ordinal) && text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.')
            && IPAddress.TryParse(text, out var six) && six.AddressFamily == AddressFamily.InterNetworkV6
            ? six
            : null;
    }

    private static int? Port(string text)
    {
        if (text.Length > 1 && text[0] == '0')
            return null;
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
    }
}
