using System.Globalization;
using System.Text;

namespace Sallyport.Gate.Machine;

/// <summary>
/// Writes a log line of the form <c>word key=value key="value"</c> so that a value never becomes a field, a quote or a line of its own: what is not
/// plain is quoted, and within quotes a quote, a backslash and whatever is not printable ASCII is escaped. The only formatter of the gate's log.
/// </summary>
internal static class LogFields
{
    /// <summary>Longer values are cut: an error text from elsewhere must not fill the disk.</summary>
    private const int LongestValue = 1000;

    private const string PlainBesideLettersAndDigits = "._:/,%+-@[]";

    /// <param name="template">With <c>{Name}</c> for each value, bare or within quotes.</param>
    /// <param name="values">By those names.</param>
    public static string Text(string template, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        var line = new StringBuilder(template.Length + 64);
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
                return line.Append(template, at, template.Length - at).ToString();
            line.Append(template, at, open - at);
            var value = Convert.ToString(Value(values, template.AsSpan(open + 1, close - open - 1)), CultureInfo.InvariantCulture) ?? "";
            if (open > 0 && template[open - 1] == '"')
                Escape(line, value);
            else if (IsPlain(value))
                line.Append(value);
            else
                Escape(line.Append('"'), value).Append('"');
            at = close + 1;
        }

        return line.ToString();
    }

    /// <summary>A sentence that quotes a file or another program, on one line and without anything that a terminal obeys.</summary>
    public static string Printable(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var letter in text)
            _ = letter is >= ' ' and <= '~' ? line.Append(letter) : line.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        return line.ToString();
    }

    private static object? Value(IReadOnlyList<KeyValuePair<string, object?>> values, ReadOnlySpan<char> name)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (name.SequenceEqual(values[i].Key))
                return values[i].Value;
        }

        return null;
    }

    private static bool IsPlain(string value) =>
        value.Length is > 0 and <= LongestValue && value.All(letter => char.IsAsciiLetterOrDigit(letter) || PlainBesideLettersAndDigits.Contains(letter));

    private static StringBuilder Escape(StringBuilder line, string value)
    {
        foreach (var letter in value.AsSpan(0, Math.Min(value.Length, LongestValue)))
        {
            _ = letter switch
            {
                '"' or '\\' => line.Append('\\').Append(letter),
                >= ' ' and <= '~' => line.Append(letter),
                _ => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
            };
        }

        return value.Length > LongestValue ? line.Append("...") : line;
    }
}
