using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;
using Sallyport.Profile;

namespace Sallyport.Authority.Sites;

/// <summary>
/// Signs and keeps the profile that tells people's machines about the site (docs/operators/site-profile.md). The key is made with the
/// first profile; clients pin it, so it is never changed.
/// </summary>
internal sealed class SitePublisher(AuthorityOptions options, TimeProvider clock)
{
    public const int MostBytes = 64 * 1024;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock gate = new();

    private string ProfilePath => Path.Combine(options.StateFolder, "site-profile.json");

    private string KeyPath => Path.Combine(options.StateFolder, "site-key.pem");

    /// <summary>The signed document, or null when nothing was published yet.</summary>
    public byte[]? Signed()
    {
        lock (gate)
            return File.Exists(ProfilePath) ? File.ReadAllBytes(ProfilePath) : null;
    }

    /// <summary>The payload of the signed document, to be shown and edited.</summary>
    public string? Payload() =>
        Signed() is { } document ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars((string)JsonNode.Parse(document)!["payload"]!)) : null;

    /// <summary>The fingerprint that people compare: SHA-256 of the key, as OpenSSH prints one.</summary>
    public string? KeyFingerprint()
    {
        if (Signed() is not { } document)
            return null;
        var key = Base64Url.DecodeFromChars((string)JsonNode.Parse(document)!["key"]!);
        return Fingerprint.Of(key);
    }

    /// <summary>Publishes a payload with the next serial and the present time in it. Null: the text is no JSON object of at most 64 kB.</summary>
    public long? Publish(string payload)
    {
        lock (gate)
        {
            if (payload.Length > MostBytes || ReadObject(payload) is not { } profile)
                return null;

            var serial = 1 + (Payload() is { } old && ReadObject(old)?["serial"] is JsonValue last && last.TryGetValue<long>(out var number) ? number : 0);
            profile["serial"] = serial;
            profile["issued-at"] = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
            var text = Encoding.UTF8.GetBytes(profile.ToJsonString());
            using var key = Key();
            AtomicFile.Write(ProfilePath, new JsonObject
            {
                ["payload"] = Base64Url.EncodeToString(text),
                ["signature"] = Base64Url.EncodeToString(key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)),
                ["key"] = Base64Url.EncodeToString(key.ExportSubjectPublicKeyInfo()),
            }.ToJsonString(), Private);
            return serial;
        }
    }

    private static JsonObject? ReadObject(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ECDsa Key()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(KeyPath))
            key.ImportFromPem(File.ReadAllText(KeyPath));
        else
            AtomicFile.Write(KeyPath, key.ExportPkcs8PrivateKeyPem(), Private);
        return key;
    }
}
