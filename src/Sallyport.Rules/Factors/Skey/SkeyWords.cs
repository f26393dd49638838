using System.Collections.Frozen;

namespace Sallyport.Rules.Factors.Skey;

/// <summary>Six words of eleven bits: the 64 bits of a hash and two bits of checksum (RFC 2289 appendix D).</summary>
internal static class SkeyWords
{
    public const int Count = 6;

    private const int BitsPerWord = 11;
    private const int WordMask = (1 << BitsPerWord) - 1;

    private static readonly FrozenDictionary<string, int> Places = SkeyDictionary.Words
        .Select((word, place) => KeyValuePair.Create(word, place))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string Encode(ulong bits)
    {
        var all = ((UInt128)bits << 2) | Checksum(bits);
        var words = new string[Count];
        for (var i = 0; i < Count; i++)
            words[i] = SkeyDictionary.Words[(int)(all >> (BitsPerWord * (Count - 1 - i))) & WordMask];
        return string.Join(' ', words);
    }

    /// <summary>Null if there are not six words, one is not in the dictionary, or the checksum does not fit.</summary>
    public static ulong? Decode(IReadOnlyList<string> words)
    {
        if (words.Count != Count)
            return null;

        UInt128 all = 0;
        foreach (var word in words)
        {
            if (!Places.TryGetValue(AsLetters(word), out var place))
                return null;
            all = (all << BitsPerWord) | (uint)place;
        }

        var bits = (ulong)(all >> 2);
        return Checksum(bits) == (uint)(all & 3) ? bits : null;
    }

    // RFC 1751 reads the digits people put for letters as those letters.
    private static string AsLetters(string word) => word.Replace('1', 'L').Replace('0', 'O').Replace('5', 'S');

    // The two low bits of the sum of the 32 pairs of bits.
    private static uint Checksum(ulong bits)
    {
        uint sum = 0;
        for (var shift = 0; shift < 64; shift += 2)
            sum += (uint)(bits >> shift) & 3;
        return sum & 3;
    }
}
