using System.Globalization;

namespace Sallyport.Rules.Factors.Skey;

/// <summary>What a person typed at an skey prompt, read in each way that makes sense.</summary>
public static class SkeyAnswer
{
    /// <summary>No answer is longer: six words of four letters with room for stray spaces.</summary>
    public const int MaxLength = 128;

    /// <summary>
    /// Reads six words or sixteen hexadecimal digits, in any case, with any white space, with or without the <c>word:</c> and
    /// <c>hex:</c> of RFC 2243. A few lines read well both ways (<c>FACE DEAD ADD AD AD A</c>), so there can be two readings; none
    /// means that it cannot be a line of any sheet.
    /// </summary>
    public static IReadOnlyList<SkeyHash> Read(string answer)
    {
        if (answer.Length > MaxLength)
            return [];

        var text = answer.AsSpan().Trim();
        var asWords = !TakePrefix(ref text, "hex:");
        var asHex = !asWords || !TakePrefix(ref text, "word:");
        var parts = text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

        var readings = new List<SkeyHash>(2);
        if (asWords && SkeyWords.Decode(parts) is { } words)
            readings.Add(new(words));
        if (asHex && Hex(parts) is { } hex)
            readings.Add(new(hex));
        return readings;
    }

    private static ulong? Hex(string[] parts)
    {
        var digits = string.Concat(parts);
        return digits.Length == 2 * SkeyHash.Size && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            ? bits
            : null;
    }

    private static bool TakePrefix(ref ReadOnlySpan<char> text, string prefix)
    {
        if (!text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return false;
        text = text[prefix.Length..];
        return true;
    }
}
