namespace Sallyport.Rules.Factors.Passcodes;

/// <summary>How codes that we hand out are written and read.</summary>
public static class PasscodeText
{
    /// <summary>Characters that a person reads from paper without doubt, as in <see cref="WebOtp.WebOtpCode.Alphabet"/> but lower case.</summary>
    public const string Alphabet = "2346789abcdefghjkmnpqrtvwxyz";

    /// <summary>Two groups of six characters: 57 bits.</summary>
    public const int Length = 12;

    public static string Make(Func<byte> randomBytes) => Make(Alphabet, Length, randomBytes).Insert(Length / 2, "-");

    /// <summary>The code as it is hashed: lower case, without spaces and hyphens. Null when no code can look like this.</summary>
    public static string? Normalise(string answer)
    {
        if (answer.Length > 64)
            return null;

        Span<char> kept = stackalloc char[answer.Length];
        var length = 0;
        foreach (var c in answer)
        {
            if (c is ' ' or '-')
                continue;
            if (!char.IsAsciiLetterOrDigit(c))
                return null;
            kept[length++] = char.ToLowerInvariant(c);
        }

        return length == 0 ? null : new string(kept[..length]);
    }

    internal static string Make(string alphabet, int length, Func<byte> randomBytes)
    {
        var unbiased = 256 / alphabet.Length * alphabet.Length;
        return string.Create(length, (alphabet, unbiased, randomBytes), static (text, made) =>
        {
            for (var i = 0; i < text.Length;)
            {
                var value = made.randomBytes();
                if (value < made.unbiased)
                    text[i++] = made.alphabet[value % made.alphabet.Length];
            }
        });
    }
}
