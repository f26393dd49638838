using System.Text;
using Sallyport.Authority.Duo.Wire;

namespace Sallyport.Authority.Tests.Duo;

public sealed class AuthorizationHeaderTests
{
    private static readonly string Sha1Hex = new('a', 40);

    [Fact]
    public void Reads_the_key_name_and_the_signature()
    {
        var header = AuthorizationHeader.TryParse(Basic($"DIABC123:{Sha1Hex}"));
        Assert.Equal("DIABC123", header?.Ikey);
        Assert.True(header?.IsSha1);
        Assert.False(AuthorizationHeader.TryParse(Basic($"DIABC123:{new string('0', 128)}"))?.IsSha1);
    }

    public static TheoryData<string, string?> Refused => new()
    {
        { "none", null },
        { "another scheme", "Bearer abc" },
        { "no base64", "Basic ***" },
        { "empty", "Basic " },
        { "no colon", Basic("DIABC123") },
        { "no key name", Basic(":" + Sha1Hex) },
        { "a key name with a quote", Basic("DI'--:" + Sha1Hex) },
        { "a key name too long", Basic(new string('A', 65) + ":" + Sha1Hex) },
        { "a signature too short", Basic("DI:" + Sha1Hex[1..]) },
        { "a signature of a third length", Basic("DI:" + new string('a', 64)) },
        { "a signature that is no hex", Basic("DI:" + new string('g', 40)) },
        { "a signature too long", Basic("DI:" + new string('a', 130)) },
        { "two signatures", Basic("DI:" + Sha1Hex + ":" + Sha1Hex) },
        { "bytes past ASCII", "Basic " + Convert.ToBase64String([0x44, 0xff, 0x3a]) },
        { "a header too long", "Basic " + new string('A', 4096) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses(string what, string? header) => Assert.True(AuthorizationHeader.TryParse(header) is null, what);

    private static string Basic(string credentials) => "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials));
}
