using System.Buffers.Binary;
using System.Numerics;

namespace Sallyport.Rules.Factors.Skey;

/// <summary>
/// MD4 (RFC 1320), kept for sheets made by old S/KEY programs (RFC 1760). Broken for signatures; walking a sheet
/// backwards would need a preimage of 64 folded bits, which stays as hard as for the other two.
/// </summary>
internal static class Md4
{
    /// <summary>Bytes in a digest.</summary>
    public const int Size = 16;

    private const int Block = 64;

    private static ReadOnlySpan<int> Round1Shifts => [3, 7, 11, 19];
    private static ReadOnlySpan<int> Round2Shifts => [3, 5, 9, 13];
    private static ReadOnlySpan<int> Round3Shifts => [3, 9, 11, 15];
    private static ReadOnlySpan<int> Round2Order => [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15];
    private static ReadOnlySpan<int> Round3Order => [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15];

    /// <summary>Writes the digest of <paramref name="source"/> to the first 16 bytes of <paramref name="destination"/>.</summary>
    public static void HashData(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        // Step 3: the buffer.
        Span<uint> state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];

        var rest = source;
        for (; rest.Length >= Block; rest = rest[Block..])
            Transform(state, rest[..Block]);

        // Steps 1 and 2: a one bit, zeros, the length in bits.
        Span<byte> tail = stackalloc byte[2 * Block];
        tail.Clear();
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        var tailLength = rest.Length + 9 <= Block ? Block : 2 * Block;
        BinaryPrimitives.WriteUInt64LittleEndian(tail[(tailLength - 8)..], (ulong)source.Length * 8);
        for (var at = 0; at < tailLength; at += Block)
            Transform(state, tail.Slice(at, Block));
        tail.Clear();

        // Step 5: output.
        for (var i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(4 * i)..], state[i]);
    }

    private static void Transform(Span<uint> state, ReadOnlySpan<byte> block)
    {
        // Step 4: three rounds of sixteen; the four registers change places after each operation.
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        for (var i = 0; i < 16; i++)
            (a, b, c, d) = (d, Mix(a, (b & c) | (~b & d), Word(block, i), 0, Round1Shifts[i % 4]), b, c);
        for (var i = 0; i < 16; i++)
            (a, b, c, d) = (d, Mix(a, (b & c) | (b & d) | (c & d), Word(block, Round2Order[i]), 0x5a827999, Round2Shifts[i % 4]), b, c);
        for (var i = 0; i < 16; i++)
            (a, b, c, d) = (d, Mix(a, b ^ c ^ d, Word(block, Round3Order[i]), 0x6ed9eba1, Round3Shifts[i % 4]), b, c);

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    private static uint Mix(uint register, uint function, uint word, uint constant, int shift) =>
        BitOperations.RotateLeft(unchecked(register + function + word + constant), shift);

    private static uint Word(ReadOnlySpan<byte> block, int index) =>
        BinaryPrimitives.ReadUInt32LittleEndian(block[(4 * index)..]);
}
