using System.Security.Cryptography;

namespace Sallyport.Authority.Radius;

/// <summary>
/// Message-Authenticator (RFC 3579 section 3.2): HMAC-MD5 under the secret over the whole packet, with the attribute's own
/// 16 bytes zero and, in an answer, the request's authenticator in the header.
/// </summary>
internal static class MessageAuthenticator
{
    public static bool IsRight(in RequestPacket packet, ReadOnlySpan<byte> secret)
    {
        Span<byte> copy = stackalloc byte[packet.Bytes.Length];
        packet.Bytes.CopyTo(copy);
        var field = copy.Slice(packet.MessageAuthenticatorAt, WireSizes.Authenticator);
        field.Clear();
        Span<byte> expected = stackalloc byte[HMACMD5.HashSizeInBytes];
        HMACMD5.HashData(secret, copy, expected);
        return CryptographicOperations.FixedTimeEquals(expected, packet.Bytes.Slice(packet.MessageAuthenticatorAt, WireSizes.Authenticator));
    }

    /// <summary>Fills the 16 zero bytes at <paramref name="at"/> in a packet that is complete but for them.</summary>
    public static void Sign(Span<byte> packet, int at, ReadOnlySpan<byte> secret)
    {
        Span<byte> signature = stackalloc byte[HMACMD5.HashSizeInBytes];
        HMACMD5.HashData(secret, packet, signature);
        signature.CopyTo(packet[at..]);
    }
}
