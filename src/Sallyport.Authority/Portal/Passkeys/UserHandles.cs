using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Authority.Portal.Passkeys;

/// <summary>
/// What an authenticator keeps in place of a user name, since it may show it to anybody (WebAuthn level 3, section 14.6.1). The name can be had back
/// from it by this site alone, without a table: a tag over the name, and the name under a pad that follows from the tag (as in RFC 5297, the same name
/// gives the same handle). 64 characters, the most there may be.
/// </summary>
internal sealed class UserHandles(ReadOnlySpan<byte> storeKey)
{
    /// <summary>A longer name has no room.</summary>
    public const int MostNameBytes = 32;

    private const int TagLength = 16;

    private readonly byte[] tagKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, storeKey.ToArray(), 32, info: "sallyport passkey handle tag"u8.ToArray());
    private readonly byte[] padKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, storeKey.ToArray(), 32, info: "sallyport passkey handle pad"u8.ToArray());

    /// <summary>Null for a name that is too long.</summary>
    public string? Of(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) is 0 or > MostNameBytes)
            return null;

        Span<byte> handle = stackalloc byte[TagLength + MostNameBytes];
        handle.Clear();
        Encoding.UTF8.GetBytes(name, handle[TagLength..]);
        Tag(handle[TagLength..]).CopyTo(handle);
        Pad(handle);
        return Base64Url.EncodeToString(handle);
    }

    /// <summary>Null for what this site did not make.</summary>
    public string? NameOf(string handle)
    {
        if (handle.Length != Base64Url.GetEncodedLength(TagLength + MostNameBytes) || !Base64Url.IsValid(handle))
            return null;

        var bytes = Base64Url.DecodeFromChars(handle);
        Pad(bytes);
        return CryptographicOperations.FixedTimeEquals(Tag(bytes.AsSpan(TagLength)), bytes.AsSpan(0, TagLength))
            ? Encoding.UTF8.GetString(bytes.AsSpan(TagLength)).TrimEnd('\0')
            : null;
    }

    private ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> paddedName) => HMACSHA256.HashData(tagKey, paddedName).AsSpan(0, TagLength);

    private void Pad(Span<byte> handle)
    {
        var pad = HMACSHA256.HashData(padKey, handle[..TagLength]);
        for (var i = 0; i < MostNameBytes; i++)
            handle[TagLength + i] ^= pad[i];
    }
}
