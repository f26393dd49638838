using System.Globalization;
using System.Text;

namespace Sallyport.Cli.Terminal;

/// <summary>Text from elsewhere (user names that guessers try, host names) made safe for a terminal.</summary>
internal static class PlainText
{
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
}
