namespace Sallyport.Rules.Factors.Totp;

/// <summary>What a person typed at the prompt for a code: <c>123456</c>, <c>123 456</c>, <c>123-456</c>.</summary>
internal static class TotpAnswer
{
    private const int MaxLength = 32;

    /// <summary>Fills <paramref name="digits"/> from <paramref name="answer"/>; false if it has not exactly as many, or anything else in it.</summary>
    public static bool Read(string answer, Span<byte> digits)
    {
        digits.Clear();
        if (answer.Length > MaxLength)
            return false;

        var count = 0;
        foreach (var c in answer)
        {
            if (c is ' ' or '-' or '\t')
                continue;
            if (!char.IsAsciiDigit(c) || count == digits.Length)
                return false;
            digits[count++] = (byte)c;
        }

        return count == digits.Length;
    }
}
