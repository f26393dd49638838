using System.Text;

namespace Sallyport.Authority.Audit;

/// <summary>
/// Lines of comma-separated values (RFC 4180). A value that a spreadsheet would take for a formula gets an apostrophe before it: names come from
/// guessers.
/// </summary>
internal static class Csv
{
    public const string ContentType = "text/csv; charset=utf-8; header=present";

    /// <summary>What begins a formula in one spreadsheet or another, also in its full-width form, and what is skipped before it.</summary>
    private const string FormulaStarts = "=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20";

    public static string Line(params ReadOnlySpan<string?> values)
    {
        var line = new StringBuilder();
        foreach (var value in values)
        {
            if (line.Length > 0)
                line.Append(',');
            // Always quoted: an empty first value must not look like no value, and nothing is left to guess.
            line.Append('"').Append(Harmless(value ?? string.Empty).Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        return line.Append("\r\n").ToString();
    }

    private static string Harmless(string value)
    {
        var first = value.AsSpan().TrimStart(" \u00a0\u3000\ufeff\0");
        return !first.IsEmpty && FormulaStarts.Contains(first[0], StringComparison.Ordinal) ? "'" + value : value;
    }
}
