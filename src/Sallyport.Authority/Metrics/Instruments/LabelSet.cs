using System.Text;

namespace Sallyport.Authority.Metrics.Instruments;

/// <summary>Labels as Prometheus' text format writes them: <c>{host="door",outcome="allowed"}</c>.</summary>
internal static class LabelSet
{
    /// <param name="names">The names, letters and underscores.</param>
    /// <param name="values">A value for each name.</param>
    public static string Of(ReadOnlySpan<string> names, ReadOnlySpan<string> values)
    {
        if (values.Length != names.Length)
            throw new ArgumentException("a value for each label", nameof(values));
        var text = new StringBuilder("{");
        for (var i = 0; i < names.Length; i++)
            text.Append(i == 0 ? "" : ",").Append(names[i]).Append("=\"").Append(Escaped(values[i])).Append('"');
        return text.Append('}').ToString();
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
