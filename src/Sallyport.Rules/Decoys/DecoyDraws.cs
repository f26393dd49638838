using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sallyport.Rules.Decoys;

/// <summary>Numbers without end that follow from a seed: what a decoy does by chance, it does again when it is asked again.</summary>
internal ref struct DecoyDraws
{
    private const int SeedLength = 32;

    /// <summary>What one permutation of SHAKE128 gives (FIPS 202): enough for nearly every question.</summary>
    private const int BlockLength = 168;

    private readonly Span<byte> block;
    private readonly Span<byte> input;
    private int at;
    private uint blocks;

    /// <param name="seed">32 bytes that nobody can guess.</param>
    /// <param name="room"><see cref="Room"/> bytes to work in.</param>
    public DecoyDraws(ReadOnlySpan<byte> seed, Span<byte> room)
    {
        input = room[..(SeedLength + sizeof(uint))];
        block = room.Slice(input.Length, BlockLength);
        seed.CopyTo(input);
        at = block.Length;
    }

    public static int Room => SeedLength + sizeof(uint) + BlockLength;

    /// <summary>0 up to, but not with, 1.</summary>
    public double Fraction()
    {
        if (at + sizeof(ushort) > block.Length)
        {
            BinaryPrimitives.WriteUInt32BigEndian(input[SeedLength..], blocks++);
            Shake128.HashData(input, block);
            at = 0;
        }

        var drawn = BinaryPrimitives.ReadUInt16BigEndian(block[at..]);
        at += sizeof(ushort);
        return drawn / 65536.0;
    }

    /// <summary>Between two bounds, the lower with it.</summary>
    public double Between(double low, double high) => low + ((high - low) * Fraction());
}
