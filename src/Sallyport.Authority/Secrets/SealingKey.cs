using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Authority.Secrets;

/// <summary>
/// One key of the key file, of which a sub-key for each purpose is derived (HKDF-SHA256, RFC 5869). A sealed blob is:
/// format (1 byte), key id (4), nonce (12, random), ciphertext, tag (16); AES-256-GCM. Its associated data are the format, the
/// purpose, the version and the name, so that a blob opens only in the row it was made for.
/// </summary>
/// <remarks>Random nonces are good for 2^32 seals under one key (SP 800-38D section 8.3): four years at 30 logins a second.</remarks>
internal sealed class SealingKey
{
    public const int Length = 32;
    public const int Overhead = 1 + sizeof(uint) + NonceLength + TagLength;

    private const byte Format = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int MostStackBytes = 512;

    private readonly byte[] secret;
    // An AesGcm is for one thread at a time.
    private readonly ConcurrentDictionary<SealPurpose, ConcurrentBag<AesGcm>> ciphers = new();

    public SealingKey(uint id, ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Length)
            throw new ArgumentException("a key has 32 bytes", nameof(secret));
        (Id, this.secret) = (id, secret.ToArray());
    }

    public uint Id { get; }

    /// <summary>The line of the key file.</summary>
    public string Reveal() => $"{Id:x8} {Convert.ToBase64String(secret)}";

    public override string ToString() => $"key {Id:x8}";

    /// <summary>The id of the key that sealed the blob, or null when it is none of ours.</summary>
    public static uint? IdOf(ReadOnlySpan<byte> sealedBlob) =>
        sealedBlob.Length >= Overhead && sealedBlob[0] == Format ? BinaryPrimitives.ReadUInt32BigEndian(sealedBlob[1..]) : null;

    public byte[] Seal(SealPurpose purpose, string name, long version, ReadOnlySpan<byte> plain)
    {
        var blob = new byte[Overhead + plain.Length];
        blob[0] = Format;
        BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(1), Id);
        var nonce = blob.AsSpan(5, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        Span<byte> associated = stackalloc byte[MostStackBytes];
        associated = Associated(purpose, name, version, associated);
        var cipher = Rent(purpose);
        cipher.Encrypt(nonce, plain, blob.AsSpan(5 + NonceLength, plain.Length), blob.AsSpan(blob.Length - TagLength), associated);
        Return(purpose, cipher);
        return blob;
    }

    /// <returns>The plain bytes, or null when the blob was not sealed for this purpose, name and version by this key.</returns>
    public byte[]? Open(SealPurpose purpose, string name, long version, ReadOnlySpan<byte> blob)
    {
        if (IdOf(blob) != Id)
            return null;

        var plain = new byte[blob.Length - Overhead];
        Span<byte> associated = stackalloc byte[MostStackBytes];
        associated = Associated(purpose, name, version, associated);
        var cipher = Rent(purpose);
        try
        {
            cipher.Decrypt(blob.Slice(5, NonceLength), blob[(5 + NonceLength)..^TagLength], blob[^TagLength..], plain, associated);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            Return(purpose, cipher);
        }
    }

    private static Span<byte> Associated(SealPurpose purpose, string name, long version, Span<byte> buffer)
    {
        var most = 10 + Encoding.UTF8.GetMaxByteCount(name.Length);
        if (most > buffer.Length)
            buffer = new byte[most];
        buffer[0] = Format;
        buffer[1] = (byte)purpose;
        BinaryPrimitives.WriteInt64BigEndian(buffer[2..], version);
        return buffer[..(10 + Encoding.UTF8.GetBytes(name, buffer[10..]))];
    }

    private AesGcm Rent(SealPurpose purpose) => Bag(purpose).TryTake(out var cipher) ? cipher : NewCipher(purpose);

    private void Return(SealPurpose purpose, AesGcm cipher) => Bag(purpose).Add(cipher);

    private ConcurrentBag<AesGcm> Bag(SealPurpose purpose) => ciphers.GetOrAdd(purpose, static _ => []);

    private AesGcm NewCipher(SealPurpose purpose)
    {
        Span<byte> key = stackalloc byte[Length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt: default, info: Encoding.ASCII.GetBytes($"sallyport seal {(byte)purpose}"));
        return new AesGcm(key, TagLength);
    }
}
