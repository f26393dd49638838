using System.Text;
using System.Text.RegularExpressions;
using Sallyport.Gate.ProxyProtocol;

namespace Sallyport.Gate.Tests.ProxyProtocol;

public sealed partial class ProxyFuzzTests
{
    private static readonly byte[][] Seeds =
    [
        Headers.Text, Encoding.ASCII.GetBytes("PROXY TCP6 2001:db8::7 ::ffff:192.0.2.1 54321 22\r\n"),
        Headers.V4, Headers.V6, Headers.WithChecksum(Headers.V4), Headers.WithAttributes(Headers.V6, [4, 0, 1, 9, 2, 0, 0]), Headers.Binary(0x20, 0, []),
    ];

    [Fact]
    public void No_bytes_make_the_parser_fail_look_too_far_or_change_its_mind()
    {
        var random = new Random(35175);
        for (var i = 0; i < 150_000; i++)
        {
            var bytes = Mutant(random);
            var reading = ProxyParser.Parse(bytes);
            Assert.InRange(reading.Length, 0, Math.Min(bytes.Length, ProxyHeader.LongestBytes));
            Assert.Equal(reading.Length > 0, reading.Progress is ProxyProgress.Client or ProxyProgress.Local);
            Assert.Equal(reading.Progress == ProxyProgress.Refused, reading.Fault != ProxyFault.None);
            var shorter = ProxyParser.Parse(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
            switch (shorter.Progress)
            {
                case ProxyProgress.Refused:
                    Assert.Equal(ProxyProgress.Refused, reading.Progress);
                    break;
                case ProxyProgress.Client or ProxyProgress.Local:
                    Assert.Equal(shorter, reading);
                    break;
            }

            if (reading.Progress == ProxyProgress.Client && bytes[0] == 'P') Assert.Matches(Strict, Encoding.Latin1.GetString(bytes, 0, reading.Length));
            if (reading.Header is { } header) Assert.Equal(header, ProxyParser.Parse(header.ToBytes()).Header);
        }
    }

    private static byte[] Mutant(Random random)
    {
        var bytes = new List<byte>(Seeds[random.Next(Seeds.Length)]);
        for (var changes = random.Next(4); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.Insert(at, (byte)" 0.:\r\nfT"[random.Next(8)]);
                    break;
                default:
                    bytes.AddRange(bytes[at..Math.Min(bytes.Count, at + 40)]);
                    break;
            }
        }

        return [.. bytes];
    }

    private static Regex Strict => StrictLine();

    [GeneratedRegex(@"\APROXY TCP(4 (\d{1,3}\.){3}\d{1,3} (\d{1,3}\.){3}\d{1,3}|6 [0-9A-Fa-f:.]+ [0-9A-Fa-f:.]+) [1-9]\d{0,4} (0|[1-9]\d{0,4})\r\n\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StrictLine();
}
