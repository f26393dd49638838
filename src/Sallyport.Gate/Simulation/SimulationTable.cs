using System.Globalization;
using System.Text;

namespace Sallyport.Gate.Simulation;

/// <summary>The report for people: who got what, in columns.</summary>
internal static class SimulationTable
{
    public static string Text(SimulationReport report)
    {
        var text = new StringBuilder()
            .Append(report.Title).Append('\n')
            .Append(Culture, $"rules: {report.Rules}; {report.VirtualHours:0.##} hours from {report.Start:yyyy-MM-dd HH:mm zzz}, in {report.Seconds:0.0} s\n");
        Table(
            text, ["guessers", "sources", "tries", "guesses", "share", "per source and hour", "refused by"],
            report.Guessers.Select(g => (string[])[g.Name, N(g.Sources), N(g.Tries), N(g.Guesses), Percent(g.Guesses, g.Tries), $"{g.GuessesPerSourceAndHour:0.####}", Why(g.Refused)]));
        Table(
            text, ["users", "people", "", "wanted", "at once", "after waiting", "gave up", "median wait", "longest", "refused by"],
            report.Users.Select(u => (string[])[
                u.Name, N(u.People), u.Acquaintance, N(u.Wanted), Percent(u.AtOnce, u.Wanted), N(u.AfterWaiting), N(u.GivenUp),
                $"{u.MedianWaitSeconds:0} s", $"{u.LongestWaitSeconds:0} s", Why(u.Refused)]));
        Table(
            text, ["log", "sources", "tries", "let in", "share", "successes", "let in", "refused by"],
            report.Logs.Select(l => (string[])[
                l.Name, N(l.Sources), N(l.Tries), N(l.LetIn), Percent(l.LetIn, l.Tries), N(l.Successes), N(l.SuccessesLetIn), Why(l.Refused)]));
        foreach (var log in report.Logs)
            Read(text, log);
        return text
            .Append(Culture, $"\nmost concurrent logins: {N(report.MostPending)} of {N(report.Pending)}; sources remembered: {N(report.Remembered)}\n")
            .ToString();
    }

    private static void Read(StringBuilder text, LogGot log)
    {
        text.Append(Culture, $"\n{log.Name}: {N(log.Lines)} lines");
        if (log.Unread > 0)
            text.Append(Culture, $"; {N(log.Unread)} of them could not be read (no time, or a login in an unknown form), the first is line {log.FirstUnread}");
        if (log.BeforeStart > 0)
            text.Append(Culture, $"; {N(log.BeforeStart)} connections are before the scenario's start and were tried at its start: set start to the log's first time");
        text.Append('\n');
    }

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    // Words to the left, numbers to the right; the last column as long as it likes.
    private static void Table(StringBuilder text, string[] header, IEnumerable<string[]> body)
    {
        var rows = body.Prepend(header).ToList();
        if (rows.Count == 1)
            return;
        text.Append('\n');
        var widths = header.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : column == row.Length - 1 ? cell : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
    }

    private static string Why(IReadOnlyDictionary<string, long> refused) => string.Join(", ", refused.Select(r => $"{r.Key} {N(r.Value)}"));

    private static string N(long number) => number.ToString("N0", Culture);

    private static string Percent(long part, long whole) => whole == 0 ? "-" : (100.0 * part / whole).ToString("0.0", Culture) + " %";
}
