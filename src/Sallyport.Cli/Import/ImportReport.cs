using System.Globalization;
using System.Text.Json.Serialization;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Import;

/// <summary>One key of a file and what becomes of it, as <c>--json</c> prints it.</summary>
/// <param name="Refused">Why it is not taken; null when it is.</param>
internal sealed record ImportRow(string File, string Where, string Format, string? Who, string What, string? Refused, IReadOnlyList<string> Notes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImportRow))]
internal sealed partial class ImportReportJson : JsonSerializerContext;

/// <summary>Shows what becomes of everything that was found.</summary>
internal static class ImportReport
{
    /// <summary>Rows that are shown before the question; the rest is for <c>--dry-run</c>.</summary>
    private const int MostBeforeAsking = 40;

    public static IEnumerable<ImportRow> Rows(IEnumerable<Candidate> people) => people.SelectMany(person => person.Found.Select(one =>
        new ImportRow(one.File, one.Key.Where, one.Format.Name, person.Name ?? one.Key.Who, one.Key.What, person.Refusal ?? one.Key.Refusal, one.Key.Notes)));

    /// <summary>All of it.</summary>
    public static void WriteAll(IEnumerable<Candidate> people, TextWriter output) => Write(Rows(people), output);

    /// <summary>What a person can take in before a question: everything if it is little, else what is refused.</summary>
    public static void WriteBeforeAsking(IReadOnlyList<Candidate> people, TextWriter output)
    {
        if (people.Count <= MostBeforeAsking)
        {
            WriteAll(people, output);
            return;
        }

        var refused = people.Where(person => person.Refusal is not null).Take(MostBeforeAsking).ToList();
        if (refused.Count > 0)
            WriteAll(refused, output);
        output.WriteLine("All of it: --dry-run");
    }

    /// <summary>How many are taken, and how many not.</summary>
    public static string Sum(IReadOnlyList<Candidate> people, string taken)
    {
        var refused = people.Count(person => person.Refusal is not null);
        return string.Create(CultureInfo.InvariantCulture, $"{Count(people.Count - refused)} {taken}, {refused:N0} refused.");
    }

    private static string Count(int people) => people == 1 ? "1 person" : string.Create(CultureInfo.InvariantCulture, $"{people:N0} people");

    /// <summary>Goes through the rows twice, for the widths and for the lines: 100,000 of them need no room then.</summary>
    private static void Write(IEnumerable<ImportRow> rows, TextWriter output)
    {
        string[] headings = ["WHO", "WHAT", "FROM", "REFUSED"];
        var widths = Array.ConvertAll(headings, heading => heading.Length);
        foreach (var row in rows)
        {
            var cells = Cells(row);
            for (var i = 0; i < cells.Length; i++)
                widths[i] = Math.Max(widths[i], cells[i].Length);
        }

        foreach (var cells in rows.Select(Cells).Prepend(headings))
            output.WriteLine(string.Join("  ", cells.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    private static string[] Cells(ImportRow row) =>
    [
        row.Who is { } who ? PlainText.Field(who) : "?",
        row.What,
        $"{PlainText.Field(Path.GetFileName(row.File))}, {row.Where}",
        row.Refused is { } refused ? PlainText.Of(refused) : row.Notes.Count == 0 ? "" : $"({string.Join("; ", row.Notes)})",
    ];
}
