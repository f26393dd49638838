using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SshWith2fa.Tests.Profile;

/// <summary>The authority's half of the site profile, as the tests need it.</summary>
internal sealed class Signer : IDisposable
{
    private readonly ECDsa key;

    public Signer(ECCurve? curve = null) => key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256);

    public string Key => Base64Url.EncodeToString(key.ExportSubjectPublicKeyInfo());

    /// <summary>The payload of tests/vectors/site-profile, to be spoilt at will.</summary>
    public static JsonObject Payload() => JsonNode.Parse(File.ReadAllText(Path.Combine(Vectors, "payload.json")))!.AsObject();

    public static string Vectors { get; } = Path.Combine(Root(), "tests", "vectors", "site-profile");

    public byte[] Sign(JsonNode payload) => Sign(Encoding.UTF8.GetBytes(payload.ToJsonString()));

    public byte[] Sign(byte[] payload) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["payload"] = Base64Url.EncodeToString(payload),
        ["signature"] = Base64Url.EncodeToString(key.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)),
        ["key"] = Key,
    }.ToJsonString());

    public void Dispose() => key.Dispose();

    private static string Root()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Sallyport.slnx"))) directory = Path.GetDirectoryName(directory)!;
        return directory;
    }
}
