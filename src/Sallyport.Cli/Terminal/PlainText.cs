using System.Globalization;
using System.Text;

namespace Sallyport.Cli.Terminal;

/// <summary>Text from elsewhere (user names that guessers try, host names) made safe for a terminal.</summary>
internal static class PlainText
{
    private const int LongestSentence = 1000;

    /// <summary>Control characters and direction marks become <c>\u001b</c>.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return string.Empty;

        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                safe.Append(c);
        }

        return safe.ToString();
    }

    /// <summary>A sentence about something that somebody passed, which may be as long as a whole file.</summary>
    public static string Sentence(string text) => text.Length <= LongestSentence ? Of(text) : Of(text[..LongestSentence]) + "...";

    /// <summary>One field of a line: in double quotes unless it is one plain word, so that no name can play another field.</summary>
    public static string Field(string text) =>
        text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || "._@:/+%-".Contains(c, StringComparison.Ordinal)) ? text : Quoted(text);

    /// <summary>Words in brackets at the end of a line: as they are, unless something in them could end the bracket or look like a quote.</summary>
    public static string Remark(string text) => text.Any(c => c is '(' or ')' or '"' or '\\') ? Quoted(text) : Of(text);

    private static string Quoted(string text) =>
        $"\"{Of(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))}\"";
}
