using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Authority.Secrets;

/// <summary>
/// Seals what browsers keep for us (AES-256-GCM, RFC 5116): nobody else can make, read or change it. The key follows from the store's, so that every
/// authority of the store opens it, after a restart too.
/// </summary>
internal sealed class SessionSeal(ReadOnlySpan<byte> storeKey)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int MostCharacters = 4096;

    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, storeKey.ToArray(), 32, info: "sallyport portal seal"u8.ToArray());
    private readonly byte[] derivation = HKDF.DeriveKey(HashAlgorithmName.SHA256, storeKey.ToArray(), 32, info: "sallyport portal derive"u8.ToArray());

    /// <param name="purpose">What it is for; it opens for nothing else.</param>
    /// <param name="plain">What to seal.</param>
    public string Seal(string purpose, ReadOnlySpan<byte> plain)
    {
        var blob = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(blob.AsSpan(0, NonceLength));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(blob.AsSpan(0, NonceLength), plain, blob.AsSpan(NonceLength, plain.Length), blob.AsSpan(NonceLength + plain.Length), Encoding.UTF8.GetBytes(purpose));
        return Base64Url.EncodeToString(blob);
    }

    /// <summary>Null for whatever was not sealed by this site for this purpose.</summary>
    public byte[]? Open(string purpose, string? sealedText)
    {
        if (sealedText is not { Length: > 0 and <= MostCharacters } || !Base64Url.IsValid(sealedText))
            return null;

        var blob = Base64Url.DecodeFromChars(sealedText);
        if (blob.Length < NonceLength + TagLength)
            return null;

        var plain = new byte[blob.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(blob.AsSpan(0, NonceLength), blob.AsSpan(NonceLength, plain.Length), blob.AsSpan(^TagLength..), plain, Encoding.UTF8.GetBytes(purpose));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>16 bytes that only this site can make of the seed.</summary>
    public byte[] Derive(string purpose, ReadOnlySpan<byte> seed) =>
        HMACSHA256.HashData(derivation, (byte[])[.. Encoding.UTF8.GetBytes(purpose), 0, .. seed])[..16];
}
