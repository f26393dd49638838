using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Authority.Portal.SingleSignOn;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>Id tokens by each algorithm that providers sign with, and by none that does not fit its key.</summary>
public sealed class IdTokenTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2027, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private static readonly IdToken.Expected Expected = new("https://provider.example.net", "sallyport", "nonce");

    private readonly RSA rsa = RSA.Create(2048);
    private readonly ECDsa p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public void Dispose()
    {
        rsa.Dispose();
        p256.Dispose();
        p384.Dispose();
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("PS512")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    public void Each_algorithm_is_accepted_by_its_own_key_and_name_alone(string algorithm)
    {
        string[] all = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "HS256", "none", ""];
        foreach (var said in all)
            Assert.Equal(said == algorithm, IdToken.Read(Token(said, signedAs: algorithm), [Rsa(), Curve(p256, "P-256"), Curve(p384, "P-384")], Expected, Now) is not null);
        Assert.Null(IdToken.Read(Token(algorithm, algorithm), algorithm[0] == 'E' ? [Rsa()] : [Curve(p256, "P-256"), Curve(p384, "P-384")], Expected, Now));
    }

    [Fact]
    public void A_key_that_names_another_curve_verifies_nothing() =>
        Assert.Null(IdToken.Read(Token("ES384", "ES384"), [Curve(p384, "P-256"), Curve(p256, "P-384")], Expected, Now));

    [Fact]
    public void A_short_key_verifies_nothing()
    {
        using var small = RSA.Create(1024);
        var key = small.ExportParameters(false);
        var text = Signed("RS256");
        var token = text + "." + Base64Url.EncodeToString(small.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Null(IdToken.Read(token, [new JsonWebKey("RSA", "sig", null, null, Encode(key.Modulus!), Encode(key.Exponent!), null, null)], Expected, Now));
    }

    private string Token(string said, string signedAs)
    {
        var text = Signed(said);
        var hash = new HashAlgorithmName("SHA" + signedAs[^3..]);
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = signedAs[..2] switch
        {
            "RS" => rsa.SignData(bytes, hash, RSASignaturePadding.Pkcs1),
            "PS" => rsa.SignData(bytes, hash, RSASignaturePadding.Pss),
            _ => (signedAs == "ES256" ? p256 : p384).SignData(bytes, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
        };
        return text + "." + Encode(signature);
    }

    private static string Signed(string algorithm)
    {
        var now = Now.ToUnixTimeSeconds();
        return Encode(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}"}""")) + "."
            + Encode(Encoding.UTF8.GetBytes($$"""{"iss":"https://provider.example.net","sub":"one","aud":"sallyport","iat":{{now}},"exp":{{now + 300}},"nonce":"nonce"}"""));
    }

    private JsonWebKey Rsa()
    {
        var key = rsa.ExportParameters(false);
        return new JsonWebKey("RSA", "sig", null, null, Encode(key.Modulus!), Encode(key.Exponent!), null, null);
    }

    private static JsonWebKey Curve(ECDsa of, string curve)
    {
        var point = of.ExportParameters(false).Q;
        return new JsonWebKey("EC", "sig", null, curve, null, null, Encode(point.X!), Encode(point.Y!));
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
