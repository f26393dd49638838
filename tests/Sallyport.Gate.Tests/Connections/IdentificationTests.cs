using System.Text;
using Sallyport.Gate.Connections;

namespace Sallyport.Gate.Tests.Connections;

public sealed class IdentificationTests
{
    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10\r\n")]
    [InlineData("SSH-2.0-PuTTY_Release_0.78\r\n")]
    [InlineData("SSH-2.0-x\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\0\0\u0004<binary key exchange follows")]
    public void a_clients_identification_is_ssh(string sent) => Assert.Equal(Spoken.Ssh, Identification.Judge(Encoding.Latin1.GetBytes(sent)));

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("SSH-2.0-")]
    [InlineData("SSH-2.0-OpenSSH_9.2 without an end as yet")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r")]
    public void a_beginning_may_go_on(string sent) => Assert.Equal(Spoken.Incomplete, Identification.Judge(Encoding.Latin1.GetBytes(sent)));

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001\0")] // TLS ClientHello
    [InlineData("PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nSSH-2.0-x\r\n")]
    [InlineData("\r\n\r\n\0\r\nQUIT\n")]
    [InlineData("hello\r\nSSH-2.0-x\r\n")] // lines before it are a server's right, not a client's
    [InlineData("\r\nSSH-2.0-x\r\n")]
    [InlineData("SSH-1.5-old\r\n")]
    [InlineData("ssh-2.0-x\r\n")]
    [InlineData("SSH-2.0-\r\n")]
    [InlineData("SSH-2.0-\0\r\n")]
    [InlineData("SSH-2.0-x\u001b[2J\r\n")]
    [InlineData("SSH-2.0-caf\u00c3\u00a9\r\n")]
    [InlineData("SSH-2.0-x\ry\r\n")]
    [InlineData("\0")]
    public void anything_else_is_refused(string sent) => Assert.Equal(Spoken.SomethingElse, Identification.Judge(Encoding.Latin1.GetBytes(sent)));

    [Fact]
    public void a_line_without_end_is_refused_at_its_255th_byte()
    {
        var line = Encoding.ASCII.GetBytes("SSH-2.0-" + new string('a', 300));
        Assert.Equal(Spoken.Incomplete, Identification.Judge(line.AsSpan(0, 254)));
        Assert.Equal(Spoken.SomethingElse, Identification.Judge(line.AsSpan(0, 255)));
        var longest = Encoding.ASCII.GetBytes("SSH-2.0-" + new string('a', 245) + "\r\n");
        Assert.Equal(255, longest.Length);
        Assert.Equal(Spoken.Ssh, Identification.Judge(longest));
    }

    [Fact]
    public void a_verdict_never_changes_when_more_bytes_come()
    {
        var random = new Random(20261120);
        byte[] letters = [.. "SSH-2.0-x \r\n"u8, 0, 27, 127, 200];
        for (var round = 0; round < 50_000; round++)
        {
            var bytes = new byte[random.Next(1, 300)];
            var good = Math.Min(random.Next(12), bytes.Length);
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = i < good ? "SSH-2.0-ab\r\n"u8[i] : random.Next(8) == 0 ? letters[random.Next(letters.Length)] : (byte)random.Next(32, 127);
            var last = Spoken.Incomplete;
            for (var length = 0; length <= bytes.Length; length++)
            {
                var verdict = Identification.Judge(bytes.AsSpan(0, length));
                if (last != Spoken.Incomplete)
                    Assert.Equal(last, verdict);
                last = verdict;
            }

            if (bytes.Length >= Identification.LongestLine)
                Assert.NotEqual(Spoken.Incomplete, last);
        }
    }
}
