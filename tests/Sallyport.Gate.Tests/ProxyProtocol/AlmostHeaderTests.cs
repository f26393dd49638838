using System.Net;
using System.Text;
using Sallyport.Gate.ProxyProtocol;

namespace Sallyport.Gate.Tests.ProxyProtocol;

public sealed class AlmostHeaderTests
{
    [Theory]
    [InlineData("no header at all from a listed source", "SSH-2.0-OpenSSH_9.2\r\n", ProxyFault.Missing)]
    [InlineData("lower case", "proxy TCP4 203.0.113.7 192.0.2.1 54321 22\r\n", ProxyFault.Missing)]
    [InlineData("a space before it", " PROXY TCP4 203.0.113.7 192.0.2.1 54321 22\r\n", ProxyFault.Missing)]
    [InlineData("a tab between words", "PROXY TCP4\t203.0.113.7 192.0.2.1 54321 22\r\n", ProxyFault.Syntax)]
    [InlineData("two spaces", "PROXY TCP4  203.0.113.7 192.0.2.1 54321 22\r\n", ProxyFault.Syntax)]
    [InlineData("a space at the end", "PROXY TCP4 203.0.113.7 192.0.2.1 54321 22 \r\n", ProxyFault.Syntax)]
    [InlineData("line feed alone", "PROXY TCP4 203.0.113.7 192.0.2.1 54321 22\n", ProxyFault.Syntax)]
    [InlineData("carriage return alone", "PROXY TCP4 203.0.113.7 192.0.2.1 54321 22\rSSH", ProxyFault.Syntax)]
    [InlineData("a NUL inside", "PROXY TCP4 203.0.113.7\0 192.0.2.1 54321 22\r\n", ProxyFault.Syntax)]
    [InlineData("too few words", "PROXY TCP4 203.0.113.7 192.0.2.1 54321\r\n", ProxyFault.Syntax)]
    [InlineData("nothing after the word", "PROXY \r\n", ProxyFault.Syntax)]
    [InlineData("unknown transport", "PROXY UNKNOWN\r\n", ProxyFault.Family)]
    [InlineData("unknown transport with addresses", "PROXY UNKNOWN 203.0.113.7 192.0.2.1 54321 22\r\n", ProxyFault.Family)]
    [InlineData("another transport", "PROXY UDP4 203.0.113.7 192.0.2.1 54321 22\r\n", ProxyFault.Family)]
    [InlineData("IPv6 called TCP4", "PROXY TCP4 2001:db8::7 192.0.2.1 54321 22\r\n", ProxyFault.Address)]
    [InlineData("IPv4 called TCP6", "PROXY TCP6 203.0.113.7 192.0.2.1 54321 22\r\n", ProxyFault.Address)]
    [InlineData("octal octet", "PROXY TCP4 203.0.113.07 192.0.2.1 54321 22\r\n", ProxyFault.Address)]
    [InlineData("hexadecimal address", "PROXY TCP4 0xCB007107 192.0.2.1 54321 22\r\n", ProxyFault.Address)]
    [InlineData("three octets", "PROXY TCP4 203.0.7 192.0.2.1 54321 22\r\n", ProxyFault.Address)]
    [InlineData("an octet of 256", "PROXY TCP4 203.0.113.256 192.0.2.1 54321 22\r\n", ProxyFault.Address)]
    [InlineData("a zone", "PROXY TCP6 2001:db8::7%1 2001:db8::1 54321 22\r\n", ProxyFault.Address)]
    [InlineData("brackets", "PROXY TCP6 [2001:db8::7] 2001:db8::1 54321 22\r\n", ProxyFault.Address)]
    [InlineData("a name", "PROXY TCP4 localhost 192.0.2.1 54321 22\r\n", ProxyFault.Address)]
    [InlineData("port 0 of the client", "PROXY TCP4 203.0.113.7 192.0.2.1 0 22\r\n", ProxyFault.Port)]
    [InlineData("port 65536", "PROXY TCP4 203.0.113.7 192.0.2.1 65536 22\r\n", ProxyFault.Port)]
    [InlineData("signed port", "PROXY TCP4 203.0.113.7 192.0.2.1 +5432 22\r\n", ProxyFault.Port)]
    [InlineData("port with a leading zero", "PROXY TCP4 203.0.113.7 192.0.2.1 054321 22\r\n", ProxyFault.Port)]
    public void A_text_that_is_almost_a_header_is_refused(string attack, string bytes, object fault) =>
        Assert.True((ProxyFault)fault == ProxyParser.Parse(Encoding.ASCII.GetBytes(bytes)).Fault, $"{attack}: {ProxyParser.Parse(Encoding.ASCII.GetBytes(bytes)).Fault}");

    public static TheoryData<string, string, object> Binary => new()
    {
        { "version 1 in binary", Hex(Headers.Binary(0x11, 0x11, new byte[12])), ProxyFault.Version },
        { "version 3", Hex(Headers.Binary(0x31, 0x11, new byte[12])), ProxyFault.Version },
        { "an unknown command", Hex(Headers.Binary(0x22, 0x11, new byte[12])), ProxyFault.Command },
        { "no family", Hex(Headers.Binary(0x21, 0x00, [])), ProxyFault.Family },
        { "UDP over IPv4", Hex(Headers.Binary(0x21, 0x12, new byte[12])), ProxyFault.Family },
        { "UDP over IPv6", Hex(Headers.Binary(0x21, 0x22, new byte[36])), ProxyFault.Family },
        { "a Unix socket", Hex(Headers.Binary(0x21, 0x31, new byte[216])), ProxyFault.Family },
        { "a family of the future", Hex(Headers.Binary(0x21, 0x41, new byte[12])), ProxyFault.Family },
        { "IPv4 in too few bytes", Hex(Headers.Binary(0x21, 0x11, new byte[11])), ProxyFault.Length },
        { "IPv6 in IPv4's length", Hex(Headers.Binary(0x21, 0x21, new byte[12])), ProxyFault.Length },
        { "no addresses at all", Hex(Headers.Binary(0x21, 0x11, [])), ProxyFault.Length },
        { "the longest length there is", Hex(Headers.Binary(0x21, 0x11, new byte[12], length: 65535)), ProxyFault.TooLong },
        { "a LOCAL that never ends", Hex(Headers.Binary(0x20, 0x00, [], length: 65535)), ProxyFault.TooLong },
        { "an attribute past the end", Hex(Headers.WithAttributes(Headers.V4, [0x04, 0, 9, 1])), ProxyFault.Attribute },
        { "an attribute without a length", Hex(Headers.WithAttributes(Headers.V4, [0x04, 0])), ProxyFault.Attribute },
        { "a checksum of three bytes", Hex(Headers.WithAttributes(Headers.V4, [0x03, 0, 3, 1, 2, 3])), ProxyFault.Attribute },
        { "a wrong checksum", Hex(Headers.WithAttributes(Headers.V4, [0x03, 0, 4, 1, 2, 3, 4])), ProxyFault.Checksum },
        { "port 0 of the client", Hex(Headers.Binary(0x21, 0x11, Convert.FromHexString("CB007107C000020100000016"))), ProxyFault.Port },
        { "a signature with one wrong byte", Hex(Spoilt(Headers.V4, 7)), ProxyFault.Missing },
    };

    [Theory]
    [MemberData(nameof(Binary))]
    public void Bytes_that_are_almost_a_header_are_refused(string attack, string hex, object fault) =>
        Assert.True((ProxyFault)fault == ProxyParser.Parse(Convert.FromHexString(hex)).Fault, $"{attack}: {ProxyParser.Parse(Convert.FromHexString(hex)).Fault}");

    [Theory]
    [InlineData("CVE-2021-23409: a text header without end", 108)]
    [InlineData("CVE-2021-23409: a text header without end, a mebibyte of it", 1 << 20)]
    public void A_header_without_end_is_refused_at_its_bound(string attack, int length)
    {
        var bytes = Encoding.ASCII.GetBytes("PROXY " + new string('A', length - 6));
        Assert.True(ProxyParser.Parse(bytes).Fault == ProxyFault.TooLong, attack);
        Assert.Equal(ProxyReading.Incomplete, ProxyParser.Parse(bytes.AsSpan(0, 106)));
    }

    [Theory]
    [InlineData("the client calls itself the machine", "127.0.0.1", "192.0.2.9", ProxyFault.Address)]
    [InlineData("the client calls itself the machine, IPv6", "::1", "192.0.2.9", ProxyFault.Address)]
    [InlineData("nobody", "0.0.0.0", "192.0.2.9", ProxyFault.Address)]
    [InlineData("nobody, IPv6", "::", "192.0.2.9", ProxyFault.Address)]
    [InlineData("everybody", "255.255.255.255", "192.0.2.9", ProxyFault.Address)]
    [InlineData("a group", "224.0.0.1", "192.0.2.9", ProxyFault.Address)]
    [InlineData("a group, IPv6", "ff02::1", "192.0.2.9", ProxyFault.Address)]
    [InlineData("a link", "fe80::1", "192.0.2.9", ProxyFault.Address)]
    [InlineData("a proxy on this very machine may name it", "127.0.0.1", "127.0.0.9", ProxyFault.None)]
    [InlineData("the same by a mapped address", "127.0.0.1", "::ffff:127.0.0.9", ProxyFault.None)]
    [InlineData("an ordinary client", "203.0.113.7", "192.0.2.9", ProxyFault.None)]
    public void A_header_cannot_name_an_address_that_no_client_has(string attack, string source, string proxy, object fault)
    {
        var reading = ProxyReading.Client(28, new IPEndPoint(IPAddress.Parse(source), 5), IPEndPoint.Parse("192.0.2.1:22"));
        Assert.True((ProxyFault)fault == ProxyReceiver.Judge(reading, IPAddress.Parse(proxy)).Fault, attack);
    }

    [Theory]
    [InlineData("CVE-2024-35175: a text header from anyone", "PROXY TCP4 10.0.0.1 192.0.2.1 54321 22\r\n", true)]
    [InlineData("CVE-2024-35175: the beginning of one", "PROXY", true)]
    [InlineData("CVE-2024-35175: a binary header from anyone", "\r\n\r\n\0\r\nQUIT\n!", true)]
    [InlineData("CVE-2024-35175: five bytes of a binary one", "\r\n\r\n\0", true)]
    [InlineData("an ordinary client", "SSH-2.0-OpenSSH_9.2\r\n", false)]
    [InlineData("a web client", "POST / HTTP/1.1\r\n", false)]
    [InlineData("nothing yet", "PR", false)]
    public void A_header_from_an_unlisted_source_is_known_as_one(string attack, string bytes, bool known) =>
        Assert.True(known == ProxyParser.IsHeader(Encoding.ASCII.GetBytes(bytes)), attack);

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);

    private static byte[] Spoilt(byte[] header, int at)
    {
        var copy = (byte[])header.Clone();
        copy[at] ^= 1;
        return copy;
    }
}
