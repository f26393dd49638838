using System.Text;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Radius;

namespace Sallyport.Authority.Tests.Radius;

public sealed class Rfc2865Tests
{
    private static readonly byte[] Secret = "xyzzy5461"u8.ToArray();

    public static TheoryData<string, string, string, string, string> Rows { get; } =
        new(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "vectors", "rfc2865.tsv"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .Select(row => (row[0], row[1], row[2], row[3], row[4])));

    [Theory]
    [MemberData(nameof(Rows))]
    public void its_examples_are_read_revealed_and_signed(string name, string user, string typed, string request, string response)
    {
        Assert.Null(RequestPacket.Read(Convert.FromHexString(request), out var packet));
        Assert.Equal(user, WireText.Read(packet.UserName, 253));
        Assert.Equal(typed, Typed(packet));

        var expected = Convert.FromHexString(response);
        byte[] signed = [.. expected[..4], .. packet.Authenticator, .. expected[20..]];
        ReplyWriter.SignResponse(signed, Secret);
        Assert.True(expected.AsSpan().SequenceEqual(signed), name);
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 16)]
    [InlineData(15, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    [InlineData(128, 128)]
    [InlineData(10_000, 128)]
    public void what_is_hidden_is_revealed_again_up_to_128_bytes(int length, int hiddenLength)
    {
        var plain = Enumerable.Range(0, length).Select(i => (byte)(1 + (i % 255))).ToArray();
        var authenticator = new byte[16];
        var (hidden, revealed) = (new byte[128], new byte[128]);
        Assert.Equal(hiddenLength, UserPassword.Hide(plain, authenticator, Secret, hidden));
        var count = UserPassword.Reveal(hidden.AsSpan(0, hiddenLength), authenticator, Secret, revealed);
        Assert.Equal(plain.Take(128), revealed.Take(count));
    }

    private static string Typed(in RequestPacket packet)
    {
        if (packet.UserPassword.IsEmpty)
            return "-";
        Span<byte> plain = stackalloc byte[128];
        var length = UserPassword.Reveal(packet.UserPassword, packet.Authenticator, Secret, plain);
        return Encoding.UTF8.GetString(plain[..length]);
    }
}
