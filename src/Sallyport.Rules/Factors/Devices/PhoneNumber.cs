namespace Sallyport.Rules.Factors.Devices;

/// <summary>A telephone number as ITU-T E.164 writes it: <c>+</c>, a country code that begins with no 0, at most 15 digits.</summary>
public sealed record PhoneNumber
{
    private const int LeastDigits = 7;
    private const int MostDigits = 15;

    private PhoneNumber(string text) => Text = text;

    /// <summary>The whole number: <c>+61491570006</c>.</summary>
    public string Text { get; }

    /// <summary>As much as a prompt shows: the last four digits.</summary>
    public string Masked => "XXX-" + Text[^4..];

    /// <summary>Null when it is no such number. Spaces, hyphens, dots and brackets between digits do not count.</summary>
    public static PhoneNumber? Parse(string typed)
    {
        if (typed.Length > 32)
            return null;
        var plain = string.Concat(typed.Where(c => c is not (' ' or '-' or '.' or '(' or ')')));
        return plain is ['+', >= '1' and <= '9', ..]
            && plain.Length is > LeastDigits and <= MostDigits + 1
            && plain.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
                ? new(plain)
                : null;
    }

    /// <summary>The last four digits only: logs and audits need no more.</summary>
    public override string ToString() => Masked;
}
