using System.Globalization;
using System.Text;

namespace Sallyport.Authority.Machine;

/// <summary>
/// Values from outside, as fields of a line of the log (docs/operators/logs.md). What is made of letters, digits and <c>. _ @ : / + % - [ ]</c>
/// stands as it is; anything else stands in double quotes, with <c>\"</c>, <c>\\</c>, and <c>\u0020</c>-like escapes for what is not visible ASCII. So no value
/// can end a line, begin another field, or reach a terminal as a command.
/// </summary>
internal static class LogText
{
    private const string Bare = "._@:/+%-[]";

    public static string Of(string text)
    {
        if (text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || Bare.Contains(c, StringComparison.Ordinal)))
            return text;

        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (c is >= ' ' and < '\u007f')
                quoted.Append(c);
            else
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A whole sentence, in which nothing may end the line or reach a terminal as a command, whatever was put into it.</summary>
    public static string Line(string sentence)
    {
        if (!sentence.Any(NeedsEscape))
            return sentence;

        var line = new StringBuilder(sentence.Length + 16);
        foreach (var c in sentence)
        {
            if (NeedsEscape(c))
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                line.Append(c);
        }

        return line.ToString();
    }

    private static bool NeedsEscape(char c) => char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
