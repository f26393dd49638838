using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sallyport.Rules.Factors.Skey;

/// <summary>
/// One value of a chain: a digest folded to 64 bits (RFC 2289 section 6, appendix A). It does not print; who wants it shown asks
/// for <see cref="ToWords"/> or <see cref="ToHex"/>.
/// </summary>
public readonly record struct SkeyHash
{
    /// <summary>Bytes in a folded hash.</summary>
    public const int Size = 8;

    private readonly ulong bits;

    internal SkeyHash(ulong bits) => this.bits = bits;

    internal ulong Bits => bits;

    /// <summary>Takes back what <see cref="ToBytes"/> gave.</summary>
    /// <exception cref="ArgumentException">Not 8 bytes.</exception>
    public static SkeyHash FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new(BinaryPrimitives.ReadUInt64BigEndian(bytes))
        : throw new ArgumentException("an skey hash has 8 bytes", nameof(bytes));

    /// <summary>The 8 bytes to store.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, bits);
        return bytes;
    }

    /// <summary>The six words of RFC 2289 appendix D, upper case, one space between.</summary>
    public string ToWords() => SkeyWords.Encode(bits);

    /// <summary>Sixteen upper-case hexadecimal digits in groups of four.</summary>
    public string ToHex()
    {
        var hex = Convert.ToHexString(ToBytes());
        return $"{hex[..4]} {hex[4..8]} {hex[8..12]} {hex[12..]}";
    }

    /// <summary>The next value of the chain: this one hashed and folded once more.</summary>
    public SkeyHash Next(SkeyAlgorithm algorithm)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, bits);
        return Fold(algorithm, bytes);
    }

    /// <summary>Compares in a time that does not depend on the values.</summary>
    public bool EqualsInFixedTime(SkeyHash other) => CryptographicOperations.FixedTimeEquals(ToBytes(), other.ToBytes());

    /// <summary>Says that there is a hash, not which.</summary>
    public override string ToString() => "(skey hash)";

    /// <summary>The hash of <paramref name="data"/>, folded to 64 bits.</summary>
    internal static SkeyHash Fold(SkeyAlgorithm algorithm, ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        switch (algorithm)
        {
            case SkeyAlgorithm.Md4:
                Md4.HashData(data, digest);
                return Fold128(digest);
            case SkeyAlgorithm.Md5:
                MD5.HashData(data, digest);
                return Fold128(digest);
            case SkeyAlgorithm.Sha1:
                SHA1.HashData(data, digest);
                return Fold160(digest);
            default:
                throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "not an skey hash");
        }
    }

    private static SkeyHash Fold128(ReadOnlySpan<byte> digest) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(digest) ^ BinaryPrimitives.ReadUInt64BigEndian(digest[8..]));

    // Appendix A folds SHA-1's five words and then writes each of the two left little end first.
    private static SkeyHash Fold160(ReadOnlySpan<byte> digest)
    {
        var first = Word(digest, 0) ^ Word(digest, 2) ^ Word(digest, 4);
        var second = Word(digest, 1) ^ Word(digest, 3);
        return new(((ulong)BinaryPrimitives.ReverseEndianness(first) << 32) | BinaryPrimitives.ReverseEndianness(second));
    }

    private static uint Word(ReadOnlySpan<byte> digest, int index) => BinaryPrimitives.ReadUInt32BigEndian(digest[(4 * index)..]);
}
