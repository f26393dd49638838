using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sallyport.Rules.Factors.Totp;

/// <summary>The code of a counter (RFC 4226 section 5.3), with the hashes RFC 6238 adds.</summary>
internal static class Hotp
{
    /// <summary>Writes the code as ASCII digits, as many as <paramref name="code"/> has room for.</summary>
    public static void Write(ReadOnlySpan<byte> key, TotpAlgorithm algorithm, long counter, Span<byte> code)
    {
        Span<byte> message = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(message, counter);

        // Step 1: the HMAC value.
        Span<byte> hmac = stackalloc byte[HMACSHA512.HashSizeInBytes];
        var size = algorithm switch
        {
            TotpAlgorithm.Sha1 => HMACSHA1.HashData(key, message, hmac),
            TotpAlgorithm.Sha256 => HMACSHA256.HashData(key, message, hmac),
            TotpAlgorithm.Sha512 => HMACSHA512.HashData(key, message, hmac),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "not a TOTP hash"),
        };

        // Step 2: dynamic truncation to 31 bits.
        var offset = hmac[size - 1] & 0xf;
        var number = BinaryPrimitives.ReadUInt32BigEndian(hmac[offset..]) & 0x7fffffff;

        // Step 3: its last digits.
        for (var i = code.Length - 1; i >= 0; i--, number /= 10)
            code[i] = (byte)('0' + (number % 10));
    }
}
