using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Sallyport.Rules.Factors.Devices;

/// <summary>The public key of a browser that approves logins: ECDSA on P-256 (FIPS 186-5), of which the browser keeps the private half to itself.</summary>
public sealed class DeviceKey : IEquatable<DeviceKey>
{
    /// <summary>Bytes of a signature as WebCrypto makes it: r and s, 32 each.</summary>
    public const int SignatureBytes = 64;

    private const int MostBytes = 256;
    private const string P256 = "1.2.840.10045.3.1.7";

    private DeviceKey(ImmutableArray<byte> spki) => Spki = spki;

    /// <summary>The key as SubjectPublicKeyInfo (RFC 5280), which is what WebCrypto exports as <c>spki</c>.</summary>
    public ImmutableArray<byte> Spki { get; }

    /// <summary>Null when the bytes are not exactly one P-256 public key.</summary>
    public static DeviceKey? Read(ReadOnlySpan<byte> spki)
    {
        if (spki.Length > MostBytes)
            return null;
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(spki, out var read);
            var curve = key.ExportParameters(includePrivateParameters: false).Curve;
            // Written anew, so that one key has one form.
            return read == spki.Length && curve.IsNamed && curve.Oid.Value == P256 ? new DeviceKey([.. key.ExportSubjectPublicKeyInfo()]) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Whether the device signed the text (ECDSA with SHA-256; r and s one after the other, as WebCrypto writes them).</summary>
    public bool HasSigned(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes)
            return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Spki.AsSpan(), out _);
        return key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public bool Equals(DeviceKey? other) => other is not null && Spki.AsSpan().SequenceEqual(other.Spki.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as DeviceKey);

    public override int GetHashCode() => BitConverter.ToInt32(Spki.AsSpan()[^sizeof(int)..]);
}
