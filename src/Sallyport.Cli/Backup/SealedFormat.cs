using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Cli.Backup;

/// <summary>
/// A file under a pass phrase: a line of text, a salt, then pieces of AES-256-GCM. The nonce of a piece is its number and whether it is the last one, so
/// that none can be left out, swapped or appended. The key comes from PBKDF2.
/// </summary>
internal static class SealedFormat
{
    public const int Piece = 1024 * 1024;
    public const int SaltLength = 16;
    public const int TagLength = 16;

    /// <summary>OWASP's figure for SHA-512 is 210,000; a backup is opened once in years.</summary>
    public const int Iterations = 600_000;

    private const int NonceLength = 12;

    /// <summary>The first line of the file: what it is, to people and to file(1).</summary>
    public static ReadOnlySpan<byte> Title => "sallyport backup 1: AES-256-GCM, PBKDF2-SHA512\n"u8;

    public static AesGcm Cipher(string passPhrase, ReadOnlySpan<byte> salt, int iterations)
    {
        var key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passPhrase.Normalize(NormalizationForm.FormC)), salt, iterations, HashAlgorithmName.SHA512, 32);
        try
        {
            return new AesGcm(key, TagLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public static void Nonce(Span<byte> nonce, long piece, bool isLast)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce, piece);
        nonce[NonceLength - 1] = isLast ? (byte)1 : (byte)0;
    }

    public static byte[] NewNonce() => new byte[NonceLength];
}
