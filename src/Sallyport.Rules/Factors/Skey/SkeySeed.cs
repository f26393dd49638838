namespace Sallyport.Rules.Factors.Skey;

/// <summary>
/// The public half of a sheet (RFC 2289 section 6): 1 to 16 letters and digits, kept in lower case. One pass phrase with two seeds
/// makes two unrelated sheets; with the same seed twice it makes the same sheet, used lines and all.
/// </summary>
public sealed record SkeySeed
{
    /// <summary>Characters at most.</summary>
    public const int MaxLength = 16;

    private const uint Numbers = 100_000;

    private SkeySeed(string text) => Text = text;

    /// <summary>Lower case.</summary>
    public string Text { get; }

    /// <summary>Reads a seed in any case; null if it is empty, too long, or has anything but ASCII letters and digits.</summary>
    public static SkeySeed? Parse(string text) =>
        text.Length is > 0 and <= MaxLength && text.All(char.IsAsciiLetterOrDigit) ? new(text.ToLowerInvariant()) : null;

    /// <summary>
    /// A seed in the S/KEY manner, two letters of the site's name and five digits (<c>do12345</c>), other than
    /// <paramref name="previous"/>, so that a pass phrase used again makes a new sheet.
    /// </summary>
    /// <param name="site">The site's name; letters of <c>sk</c> fill in for what it lacks.</param>
    /// <param name="random">Any number, fresh for each sheet.</param>
    /// <param name="previous">The seed of the sheet to be replaced, if there is one.</param>
    public static SkeySeed For(string site, uint random, SkeySeed? previous)
    {
        var letters = string.Concat(site.Where(char.IsAsciiLetterOrDigit).Concat("sk").Take(2)).ToLowerInvariant();
        var seed = Numbered(letters, random % Numbers);
        return seed == previous ? Numbered(letters, (random + 1) % Numbers) : seed;
    }

    /// <summary>The seed itself: it is no secret.</summary>
    public override string ToString() => Text;

    private static SkeySeed Numbered(string letters, uint number) => new($"{letters}{number:D5}");
}
