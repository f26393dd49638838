using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Sallyport.Profile;

namespace SshWith2fa.Profile;

/// <summary>
/// A profile whose signature was checked: nothing else in this program can make one. ECDSA over P-256 with SHA-256, the
/// signature as r||s (IEEE P1363), the key as SubjectPublicKeyInfo, each base64url without padding.
/// </summary>
internal sealed record SignedProfile
{
    private const string NistP256 = "1.2.840.10045.3.1.7";

    private SignedProfile(SiteProfile profile, string key, byte[] payload)
    {
        Profile = profile;
        Key = key;
        Payload = payload;
    }

    public SiteProfile Profile { get; }

    /// <summary>The signing key as it is pinned: base64url of the SPKI.</summary>
    public string Key { get; }

    public byte[] Payload { get; }

    /// <summary>SHA-256 of the key for people to compare, in the form OpenSSH prints fingerprints.</summary>
    public string KeyFingerprint => Fingerprint.Of(Base64Url.DecodeFromChars(Key));

    /// <summary>At set-up: any key, which is pinned from then on.</summary>
    public static ProfileResult<SignedProfile> ReadFirst(ReadOnlyMemory<byte> document) => Read(document, null, 0);

    /// <summary>At every refresh: the pinned key, and no older serial.</summary>
    public static ProfileResult<SignedProfile> ReadAgain(ReadOnlyMemory<byte> document, string pinnedKey, long oldestSerial) =>
        Read(document, pinnedKey, oldestSerial);

    private static ProfileResult<SignedProfile> Read(ReadOnlyMemory<byte> document, string? pinnedKey, long oldestSerial)
    {
        if (document.Length > 2 * ProfileReader.Largest)
            return No(ProfileFault.Malformed, "the site profile is too large");
        if (Envelope(document) is not ({ } payload, { } signature, { } key))
            return No(ProfileFault.Malformed, "this is not a signed site profile: it needs \"payload\", \"signature\" and \"key\"");
        if (pinnedKey is not null && pinnedKey != key)
            return No(ProfileFault.OtherKey, "the site profile is signed by another key than the one pinned at set-up; ask the site, then run setup again");
        if (!Verifies(payload, signature, key))
            return No(ProfileFault.BadSignature, "the signature of the site profile is wrong; nothing was changed");
        var read = ProfileReader.Read(payload);
        if (read.Value is not { } profile)
            return new(null, read.Problem);
        if (profile.Serial < oldestSerial)
            return No(ProfileFault.Older, $"the site profile is older (serial {profile.Serial}) than the one here (serial {oldestSerial}); nothing was changed");
        return new(new SignedProfile(profile, key, payload), null);
    }

    private static ProfileResult<SignedProfile> No(ProfileFault fault, string sentence) => new(null, new(fault, sentence));

    private static (byte[]? Payload, byte[]? Signature, string? Key) Envelope(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 2 });
            var fields = new Fields(json.RootElement, "the document");
            return fields.Closed((Bytes(fields, "payload"), Bytes(fields, "signature"), fields.Text("key", IsBase64Url)));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ProfileRefusedException or FormatException)
        {
            return default;
        }
    }

    private static byte[] Bytes(Fields fields, string name) => Base64Url.DecodeFromChars(fields.Text(name, IsBase64Url));

    private static bool IsBase64Url(string text) => Base64Url.IsValid(text);

    private static bool Verifies(byte[] payload, byte[] signature, string key)
    {
        try
        {
            using var ecdsa = ECDsa.Create();
            var spki = Base64Url.DecodeFromChars(key);
            ecdsa.ImportSubjectPublicKeyInfo(spki, out var read);
            return read == spki.Length && ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == NistP256
                && ecdsa.VerifyData(payload, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
