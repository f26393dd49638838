using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sallyport.Authority.Delivery.WebPush;

/// <summary>The content coding <c>aes128gcm</c> of RFC 8188, for messages of one record.</summary>
internal static class Aes128Gcm
{
    public const int SaltLength = 16;
    public const int TagLength = 16;

    /// <summary>What push services have to take (RFC 8291 section 4).</summary>
    public const int RecordSize = 4096;

    private const byte LastRecord = 2;

    /// <summary>Header and record (RFC 8188 sections 2.1 and 2).</summary>
    /// <param name="inputKey">IKM, of any length.</param>
    /// <param name="salt">16 random bytes, never twice with the same key.</param>
    /// <param name="keyId">At most 255 bytes.</param>
    /// <param name="plain">What is to be hidden; with the padding at most 4079 bytes.</param>
    /// <param name="padding">How many zero bytes hide its length.</param>
    public static byte[] Encrypt(
        ReadOnlySpan<byte> inputKey, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> plain, int padding)
    {
        var record = plain.Length + 1 + padding;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(record + TagLength, RecordSize, nameof(plain));
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltLength, nameof(salt));

        var header = SaltLength + 5 + keyId.Length;
        var message = new byte[header + record + TagLength];
        salt.CopyTo(message);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(SaltLength), RecordSize);
        message[SaltLength + 4] = checked((byte)keyId.Length);
        keyId.CopyTo(message.AsSpan(SaltLength + 5));

        Span<byte> padded = stackalloc byte[record];
        padded.Clear();
        plain.CopyTo(padded);
        padded[plain.Length] = LastRecord;
        Span<byte> key = stackalloc byte[16];
        Span<byte> nonce = stackalloc byte[12];
        Span<byte> extracted = stackalloc byte[32];
        HKDF.Extract(HashAlgorithmName.SHA256, inputKey, salt, extracted);
        HKDF.Expand(HashAlgorithmName.SHA256, extracted, key, "Content-Encoding: aes128gcm\0"u8);
        HKDF.Expand(HashAlgorithmName.SHA256, extracted, nonce, "Content-Encoding: nonce\0"u8);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(nonce, padded, message.AsSpan(header, record), message.AsSpan(header + record));
        return message;
    }
}
