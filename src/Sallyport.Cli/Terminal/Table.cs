namespace Sallyport.Cli.Terminal;

/// <summary>Columns of text, each as wide as it needs.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> rows = [];

    public void Add(params string[] cells) => rows.Add(cells);

    public void WriteTo(TextWriter output)
    {
        var widths = headings.Select((heading, i) => rows.Select(r => r[i].Length).Append(heading.Length).Max()).ToArray();
        foreach (var row in rows.Prepend(headings))
            output.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }
}
