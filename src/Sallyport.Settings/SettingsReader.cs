using System.Globalization;
using System.Text;

namespace Sallyport.Settings;

/// <summary>Splits the text into sections and settings. Lines that are none of the three forms become faults.</summary>
public sealed class SettingsReader(SettingsFile file)
{
    private const int MaxLineLength = 4096;

    /// <summary>A file of nothing but mistakes is the wrong file; the first ones say so.</summary>
    private const int MaxFaults = 100;

    private SettingsSection section = file.Open("", null, 0);
    private int faults;

    public void Read(string text)
    {
        var number = 0;
        foreach (var raw in text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (Fault(line) is { } sentence)
            {
                file.Report(number, sentence);
                if (++faults == MaxFaults)
                    return;
            }
            else if (line[0] == '[')
            {
                Header(line, number);
            }
            else
            {
                Line(line, number);
            }
        }
    }

    private static string? Fault(string line)
    {
        if (line.Length > MaxLineLength)
            return $"the line is longer than {MaxLineLength} characters; repeat the key on several lines";
        if (line.Any(c => char.IsControl(c) && c != '\t'))
            return "the line contains a control character; write plain text: " + Shown(line);
        if (line[0] == '[')
        {
            var words = WithoutComment(line);
            return words[^1] == ']' && Words(words).Length is 1 or 2 && !words[1..^1].Contains('[', StringComparison.Ordinal)
                ? null
                : "a section header is written [name] or [kind name], not " + Shown(line);
        }

        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || line[..equals].TrimEnd().AsSpan().ContainsAny(' ', '\t'))
            return "a setting is written key = value, not " + Shown(line);
        return Unquoted(line[(equals + 1)..].Trim()) is null ? "the value has a quote that is not closed, or text after it; write \"…\"" : null;
    }

    private void Header(string line, int number)
    {
        var words = Words(WithoutComment(line));
        section = file.Open(words[0], words.Length == 2 ? words[1] : null, number);
    }

    private void Line(string line, int number)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        section.Add(new Setting(line[..equals].TrimEnd(), Unquoted(line[(equals + 1)..].Trim())!, number));
    }

    private static string[] Words(string header) => header[1..^1].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static string? Unquoted(string value)
    {
        if (value.Length == 0 || value[0] != '"')
            return WithoutComment(value);
        var end = value.IndexOf('"', 1);
        if (end < 0)
            return null;
        var rest = value[(end + 1)..].TrimStart();
        return rest.Length == 0 || rest[0] == '#' ? value[1..end] : null;
    }

    private static string WithoutComment(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '#' && (i == 0 || text[i - 1] is ' ' or '\t'))
                return text[..i].TrimEnd();
        }

        return text;
    }

    /// <summary>Text from a file as a message may show it: short, and no control characters for the terminal.</summary>
    internal static string Shown(string text)
    {
        var shown = new StringBuilder("'");
        foreach (var c in text.Length > 60 ? text[..60] : text)
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format)
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                shown.Append(c);
        }

        return shown.Append(text.Length > 60 ? "…'" : "'").ToString();
    }
}
