using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Authority.Duo.Wire;

/// <summary><c>Authorization: Basic base64(ikey ":" hex(HMAC))</c>; the length of the signature tells the hash.</summary>
internal sealed record AuthorizationHeader(string Ikey, byte[] Signature)
{
    public const int MaxCharacters = 512;
    public const int MaxIkeyCharacters = 64;

    private const string Scheme = "Basic ";

    private static readonly SearchValues<char> IkeyCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    public bool IsSha1 => Signature.Length == HMACSHA1.HashSizeInBytes;

    /// <summary>The parts, or null when the header is absent or of any other form.</summary>
    public static AuthorizationHeader? TryParse(string? header)
    {
        if (header is null || header.Length > MaxCharacters || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;

        Span<byte> decoded = stackalloc byte[MaxCharacters];
        if (!Convert.TryFromBase64Chars(header.AsSpan(Scheme.Length), decoded, out var length) || !Ascii.IsValid(decoded[..length]))
            return null;

        var credentials = Encoding.ASCII.GetString(decoded[..length]);
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        if (colon is < 1 or > MaxIkeyCharacters || credentials.AsSpan(0, colon).ContainsAnyExcept(IkeyCharacters))
            return null;

        var signature = new byte[HMACSHA512.HashSizeInBytes];
        var status = Convert.FromHexString(credentials.AsSpan(colon + 1), signature, out var consumed, out var written);
        if (status != OperationStatus.Done || consumed != credentials.Length - colon - 1)
            return null;
        return written is HMACSHA1.HashSizeInBytes or HMACSHA512.HashSizeInBytes ? new(credentials[..colon], signature[..written]) : null;
    }
}
