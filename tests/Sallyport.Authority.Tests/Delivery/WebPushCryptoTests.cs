using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Authority.Delivery.WebPush;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>The encryption and the identification of Web Push, by the standards' own examples.</summary>
public sealed class WebPushCryptoTests
{
    private static readonly Dictionary<string, string> Vectors = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "vectors/rfc8291.tsv"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('\t'))
        .ToDictionary(fields => fields[0], fields => fields[1], StringComparer.Ordinal);

    [Fact]
    public void The_example_of_RFC_8291_is_made_byte_for_byte()
    {
        using var sender = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Bytes("sender-private") });
        var message = PushEncryption.Encrypt(Example, Encoding.UTF8.GetBytes(Vectors["plaintext"]), padding: 0, sender, Bytes("salt"));
        Assert.Equal(Vectors["message"], Base64Url.EncodeToString(message));
    }

    [Fact]
    public void The_input_key_of_RFC_8291_appendix_A_is_derived()
    {
        using var receiver = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Bytes("receiver-private") });
        using var sender = CurvePoint.Import(Bytes("sender-public"));
        var shared = receiver.DeriveRawSecretAgreement(sender!.PublicKey);
        Assert.Equal(Vectors["input-key"], Base64Url.EncodeToString(PushEncryption.InputKey(shared, Bytes("auth-secret"), Bytes("receiver-public"), Bytes("sender-public"))));
    }

    [Fact]
    public void The_example_of_RFC_8188_is_made_byte_for_byte()
    {
        var message = Aes128Gcm.Encrypt(Bytes("aes128gcm-key"), Bytes("aes128gcm-salt"), [], Encoding.UTF8.GetBytes(Vectors["aes128gcm-plaintext"]), padding: 0);
        Assert.Equal(Vectors["aes128gcm-message"], Base64Url.EncodeToString(message));
    }

    [Theory]
    [InlineData(0, 256)]
    [InlineData(255, 256)]
    [InlineData(256, 512)]
    [InlineData(PushEncryption.MostBytes, PushEncryption.MostBytes)]
    public void What_is_sent_is_read_by_the_browser_and_its_length_says_little(int length, int padded)
    {
        using var browser = new TestBrowser();
        var plain = RandomNumberGenerator.GetBytes(length);
        var message = PushEncryption.Encrypt(browser.Subscription(new Uri("https://push.example.net/x")), plain)!;
        Assert.Equal(plain, browser.Read(message));
        Assert.Equal(86 + padded + 1 + 16, message.Length);
    }

    [Fact]
    public void No_two_messages_share_a_key_or_a_salt()
    {
        using var browser = new TestBrowser();
        var subscription = browser.Subscription(new Uri("https://push.example.net/x"));
        var one = PushEncryption.Encrypt(subscription, "hello"u8)!;
        var two = PushEncryption.Encrypt(subscription, "hello"u8)!;
        Assert.NotEqual(one[..16], two[..16]);
        Assert.NotEqual(one[21..86], two[21..86]);
    }

    [Fact]
    public void The_token_of_RFC_8292_carries_the_claims_that_ours_do()
    {
        var parts = Vectors["vapid-token"].Split('.');
        Assert.Equal(Vectors["vapid-claims"], Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])));
        Assert.Equal(Vectors["vapid-claims"], VapidKey.Claims("https://push.example.net", DateTimeOffset.FromUnixTimeSeconds(1453523768), "mailto:push@example.com"));
        Assert.True(TestBrowser.IsSigned(Vectors["vapid-token"], Vectors["vapid-key"]));
    }

    [Fact]
    public void Our_token_is_signed_for_the_endpoints_origin_and_ends_within_a_day()
    {
        var clock = new TestClock();
        using var key = new VapidKey(new Secret(new byte[32]), "mailto:root@example.net", clock);
        var header = key.Authorization(new Uri("https://push.example.net:8443/long/path?x=1"));
        var (token, k) = TestBrowser.ReadVapid(header);
        Assert.Equal(key.PublicKey, k);
        Assert.True(TestBrowser.IsSigned(token, k));
        Assert.Equal(VapidKey.Claims("https://push.example.net:8443", clock.GetUtcNow() + TimeSpan.FromHours(12), "mailto:root@example.net"), TestBrowser.ClaimsOf(token));

        Assert.Equal(header, key.Authorization(new Uri("https://push.example.net:8443/another")));
        clock.Advance(TimeSpan.FromHours(7));
        Assert.NotEqual(header, key.Authorization(new Uri("https://push.example.net:8443/another")));
    }

    [Fact]
    public void The_key_is_the_same_on_every_authority_of_a_store_and_another_elsewhere()
    {
        var clock = new TestClock();
        using var one = new VapidKey(new Secret(Encoding.ASCII.GetBytes(new string('a', 32))), "mailto:a@example.net", clock);
        using var again = new VapidKey(new Secret(Encoding.ASCII.GetBytes(new string('a', 32))), "mailto:a@example.net", clock);
        using var other = new VapidKey(new Secret(Encoding.ASCII.GetBytes(new string('b', 32))), "mailto:a@example.net", clock);
        Assert.Equal(one.PublicKey, again.PublicKey);
        Assert.NotEqual(one.PublicKey, other.PublicKey);
    }

    [Fact]
    public void A_key_that_is_no_point_of_the_curve_is_not_encrypted_for()
    {
        var offCurve = WebPushSubscription.Read("https://push.example.net/x", [4, .. new byte[63], 1], new byte[16]);
        Assert.Null(PushEncryption.Encrypt(offCurve!, "hello"u8));
    }

    private static WebPushSubscription Example =>
        WebPushSubscription.Read("https://push.example.net/x", Bytes("receiver-public"), Bytes("auth-secret"))!;

    private static byte[] Bytes(string name) => Base64Url.DecodeFromChars(Vectors[name]);
}
