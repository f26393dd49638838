using System.Globalization;
using System.Text;
using Sallyport.Gate.Status;

namespace Sallyport.Cli.Gate;

/// <summary>The gate's status as tables for a terminal of 80 columns.</summary>
internal static class GateStatusText
{
    private const int MostRows = 20;

    public static string Of(GateStatus status)
    {
        var text = new StringBuilder();
        var refused = status.Totals.Refused.Where(pair => pair.Value > 0).OrderByDescending(pair => pair.Value).ToArray();
        Line(text, $"since {status.Started:yyyy-MM-dd HH:mm:ss} UTC   authority's feed: {status.Authority}");
        Line(text, $"accepted {status.Totals.Accepted}   handed over {status.Totals.HandedOver}   logged in {status.Totals.LoggedIn}   refused {refused.Sum(pair => pair.Value)}");
        if (refused.Length > 0)
            Line(text, $"refused for: {string.Join(", ", refused.Select(pair => $"{pair.Key} {pair.Value}"))}");
        Line(text, $"remembered: {status.Memory.Sources} of {status.Memory.SourcesAtMost} sources, {status.Memory.Known} known");
        Line(text, $"");
        Line(text, $"{"LANE",-12}{"PENDING",8}{"PLACES",8}{"THIS SECOND",13}");
        foreach (var lane in status.Lanes)
            Line(text, $"{lane.Lane,-12}{lane.Pending,8}{lane.Places,8}{lane.ThisSecond,13}");
        Table(text, $"{"CONNECTION",-11}{"SOURCE",-42}{"LANE",-10}{"STATE",-14}{"PID",7}{"AGE",9}", status.Connections, status.Connections.Count, connection =>
            $"{connection.Number,-11}{Source(connection),-42}{connection.Lane,-10}{(connection.LoggedIn ? "logged-in" : connection.Stage),-14}{connection.Pid,7}{Age(connection.Seconds),9}");
        Table(text, $"{"PENALTY",-45}{"FOR",-14}{"POINTS",8}{"LEFT",9}", status.Penalties, status.PenaltiesInAll, penalty =>
            $"{penalty.Source,-45}{penalty.Reason,-14}{penalty.Points,8}{Age(penalty.SecondsLeft),9}");
        Table(text, $"{"BAN",-45}{"LEFT",9}", status.Bans, status.Bans.Count, ban => $"{ban.Network,-45}{Age(ban.SecondsLeft),9}");
        return text.ToString().TrimEnd();
    }

    private static void Table<TRow>(StringBuilder text, string head, IReadOnlyList<TRow> rows, long inAll, Func<TRow, string> line)
    {
        if (rows.Count == 0)
            return;
        Line(text, $"");
        Line(text, $"{head}");
        foreach (var row in rows.Take(MostRows))
            Line(text, $"{line(row)}");
        if (inAll > MostRows)
            Line(text, $"… and {inAll - MostRows} more; --json shows up to 1000");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');

    private static string Source(ConnectionStatus connection) =>
        connection.Source.Contains(':', StringComparison.Ordinal) ? $"[{connection.Source}]:{connection.Port}" : $"{connection.Source}:{connection.Port}";

    private static string Age(long seconds) => seconds switch
    {
        < 120 => FormattableString.Invariant($"{seconds}s"),
        < 7200 => FormattableString.Invariant($"{seconds / 60}m"),
        < 172_800 => FormattableString.Invariant($"{seconds / 3600}h"),
        _ => FormattableString.Invariant($"{seconds / 86_400}d"),
    };
}
