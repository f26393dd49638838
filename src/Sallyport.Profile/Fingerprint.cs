using System.Security.Cryptography;

namespace Sallyport.Profile;

/// <summary>How OpenSSH shows a key: SHA-256 in Base64, without padding.</summary>
public static class Fingerprint
{
    private const string Prefix = "SHA256:";

    /// <param name="key">The public key in its wire form.</param>
    public static string Of(ReadOnlySpan<byte> key) => Prefix + Digest(key);

    /// <summary>Without the name of the hash, for programs that want it so.</summary>
    public static string Digest(ReadOnlySpan<byte> key) => Convert.ToBase64String(SHA256.HashData(key)).TrimEnd('=');
}
