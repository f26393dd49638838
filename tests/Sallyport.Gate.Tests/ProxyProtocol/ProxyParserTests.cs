using System.Net;
using System.Text;
using Sallyport.Gate.ProxyProtocol;

namespace Sallyport.Gate.Tests.ProxyProtocol;

public sealed class ProxyParserTests
{
    [Theory]
    [InlineData("PROXY TCP4 203.0.113.7 192.0.2.1 54321 22\r\n", "203.0.113.7:54321", "192.0.2.1:22")]
    [InlineData("PROXY TCP6 2001:db8::7 2001:DB8:0::1 1 65535\r\n", "[2001:db8::7]:1", "[2001:db8::1]:65535")]
    [InlineData("PROXY TCP6 ::ffff:203.0.113.7 ::ffff:192.0.2.1 9 22\r\n", "203.0.113.7:9", "192.0.2.1:22")]
    [InlineData("PROXY TCP4 203.0.113.7 192.0.2.1 54321 0\r\n", "203.0.113.7:54321", "192.0.2.1:0")]
    public void A_text_header_is_read(string line, string source, string destination)
    {
        var reading = ProxyParser.Parse(Encoding.ASCII.GetBytes(line + "SSH-2.0-x\r\n"));
        Assert.Equal(ProxyReading.Client(line.Length, IPEndPoint.Parse(source), IPEndPoint.Parse(destination)), reading);
    }

    [Theory]
    [InlineData("203.0.113.7:54321", "192.0.2.1:22", 28)]
    [InlineData("[2001:db8::7]:54321", "[2001:db8::1]:22", 52)]
    [InlineData("[::ffff:203.0.113.7]:54321", "192.0.2.1:22", 28)]
    public void A_header_we_write_is_one_we_read(string source, string destination, int length)
    {
        var bytes = new ProxyHeader(IPEndPoint.Parse(source), IPEndPoint.Parse(destination)).ToBytes();
        Assert.Equal(length, bytes.Length);
        var reading = ProxyParser.Parse(bytes);
        var plain = IPEndPoint.Parse(source.Replace("[::ffff:203.0.113.7]", "203.0.113.7", StringComparison.Ordinal));
        Assert.Equal(ProxyReading.Client(length, plain, IPEndPoint.Parse(destination)), reading);
    }

    [Fact]
    public void A_pair_of_mixed_families_goes_as_IPv6_and_comes_back_as_it_was()
    {
        var header = new ProxyHeader(IPEndPoint.Parse("203.0.113.7:1"), IPEndPoint.Parse("[2001:db8::1]:22"));
        Assert.Equal(header, ProxyParser.Parse(header.ToBytes()).Header);
    }

    [Fact]
    public void The_bytes_of_a_binary_header_are_those_of_the_standard() => Assert.Equal(
        Headers.V4,
        new ProxyHeader(IPEndPoint.Parse("203.0.113.7:54321"), IPEndPoint.Parse("192.0.2.1:22")).ToBytes());

    [Fact]
    public void Attributes_belong_to_the_header_and_are_passed_over()
    {
        var header = Headers.WithAttributes(Headers.V4, [0x02, 0, 3, (byte)'a', (byte)'b', (byte)'c', 0x04, 0, 0, 0xEE, 0, 1, 7]);
        Assert.Equal(header.Length, ProxyParser.Parse([.. header, .. "SSH-2.0-x\r\n"u8]).Length);
    }

    [Fact]
    public void A_checksum_is_verified()
    {
        Assert.Equal(ProxyProgress.Client, ProxyParser.Parse(Headers.WithChecksum(Headers.V6)).Progress);
        Assert.Equal(ProxyFault.Checksum, ProxyParser.Parse(Headers.WithChecksum(Headers.V6, error: 1)).Fault);
    }

    [Fact]
    public void The_checksum_is_Castagnolis() // RFC 3720 appendix B.4: 32 bytes of zero give 8A9136AA
        => Assert.Equal(0x8A9136AAu, ProxyV2.Crc32C(new byte[32], 0));

    [Fact]
    public void The_proxys_own_connections_are_known_as_such()
    {
        Assert.Equal(ProxyReading.Local(16), ProxyParser.Parse(Headers.Binary(0x20, 0x00, [])));
        Assert.Equal(ProxyReading.Local(28), ProxyParser.Parse(Headers.Binary(0x20, 0x11, new byte[12])));
    }

    public static TheoryData<string> Whole => [.. new[] { Headers.Text, Headers.V4, Headers.V6, Headers.WithChecksum(Headers.V4) }.Select(Convert.ToHexString)];

    [Theory]
    [MemberData(nameof(Whole))]
    public void Every_beginning_of_a_header_waits_for_the_rest(string hex)
    {
        var header = Convert.FromHexString(hex);
        for (var n = 0; n < header.Length; n++) Assert.Equal(ProxyReading.Incomplete, ProxyParser.Parse(header.AsSpan(0, n)));
        Assert.Equal(header.Length, ProxyParser.Parse(header).Length);
    }
}
