using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Sallyport.Cli.Import.Files;

/// <summary>scrypt (RFC 7914), which .NET does not have.</summary>
internal static class Scrypt
{
    /// <summary>Bytes that one derivation may take: a file says how many, and could say anything.</summary>
    private const long MostMemory = 128L * 1024 * 1024;

    private const int MostTurns = 16;

    public static bool IsAllowed(int n, int r, int p) =>
        n > 1 && BitOperations.IsPow2(n) && r is > 0 and <= 64 && p is > 0 and <= MostTurns && 128L * n * r <= MostMemory;

    /// <param name="passPhrase">UTF-8.</param>
    /// <param name="salt">Any bytes.</param>
    /// <param name="n">The cost, a power of two.</param>
    /// <param name="r">The block size.</param>
    /// <param name="p">The turns.</param>
    /// <param name="length">Bytes to derive.</param>
    /// <exception cref="ArgumentException">Parameters that <see cref="IsAllowed"/> does not allow.</exception>
    public static byte[] DeriveKey(ReadOnlySpan<byte> passPhrase, ReadOnlySpan<byte> salt, int n, int r, int p, int length)
    {
        if (!IsAllowed(n, r, p))
            throw new ArgumentException("scrypt parameters that cost too much, or are none", nameof(n));

        // Step 1.
        var blocks = Rfc2898DeriveBytes.Pbkdf2(passPhrase, salt, 1, HashAlgorithmName.SHA256, p * 128 * r);

        // Step 2.
        var words = new uint[32 * r];
        var table = new uint[n * words.Length];
        for (var turn = 0; turn < p; turn++)
        {
            var block = blocks.AsSpan(turn * 128 * r, 128 * r);
            for (var i = 0; i < words.Length; i++)
                words[i] = BinaryPrimitives.ReadUInt32LittleEndian(block[(4 * i)..]);
            Mix(words, table, n, r);
            for (var i = 0; i < words.Length; i++)
                BinaryPrimitives.WriteUInt32LittleEndian(block[(4 * i)..], words[i]);
        }

        // Step 3.
        return Rfc2898DeriveBytes.Pbkdf2(passPhrase, blocks, 1, HashAlgorithmName.SHA256, length);
    }

    /// <summary>scryptROMix (section 5).</summary>
    private static void Mix(Span<uint> block, uint[] table, int n, int r)
    {
        var scratch = new uint[block.Length];
        for (var i = 0; i < n; i++)
        {
            block.CopyTo(table.AsSpan(i * block.Length));
            MixBlock(block, scratch, r);
        }

        for (var i = 0; i < n; i++)
        {
            var at = (int)(block[^16] & (uint)(n - 1)) * block.Length;
            for (var j = 0; j < block.Length; j++)
                block[j] ^= table[at + j];
            MixBlock(block, scratch, r);
        }
    }

    /// <summary>scryptBlockMix (section 4).</summary>
    private static void MixBlock(Span<uint> block, Span<uint> mixed, int r)
    {
        Span<uint> x = stackalloc uint[16];
        block[^16..].CopyTo(x);
        for (var i = 0; i < 2 * r; i++)
        {
            for (var j = 0; j < 16; j++)
                x[j] ^= block[(16 * i) + j];
            Salsa20Core8(x);
            x.CopyTo(mixed[(16 * ((i / 2) + (i % 2 * r)))..]);
        }

        mixed.CopyTo(block);
    }

    /// <summary>The Salsa20/8 core (section 3).</summary>
    private static void Salsa20Core8(Span<uint> block)
    {
        Span<uint> x = stackalloc uint[16];
        block.CopyTo(x);
        for (var i = 0; i < 4; i++)
        {
            Quarter(x, 0, 4, 8, 12);
            Quarter(x, 5, 9, 13, 1);
            Quarter(x, 10, 14, 2, 6);
            Quarter(x, 15, 3, 7, 11);
            Quarter(x, 0, 1, 2, 3);
            Quarter(x, 5, 6, 7, 4);
            Quarter(x, 10, 11, 8, 9);
            Quarter(x, 15, 12, 13, 14);
        }

        for (var i = 0; i < 16; i++)
            block[i] += x[i];
    }

    private static void Quarter(Span<uint> x, int a, int b, int c, int d)
    {
        x[b] ^= BitOperations.RotateLeft(x[a] + x[d], 7);
        x[c] ^= BitOperations.RotateLeft(x[b] + x[a], 9);
        x[d] ^= BitOperations.RotateLeft(x[c] + x[b], 13);
        x[a] ^= BitOperations.RotateLeft(x[d] + x[c], 18);
    }
}
