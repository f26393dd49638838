using System.Globalization;
using System.Text.RegularExpressions;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Simulation;

/// <summary>
/// Reads connections out of a log: sshd's own lines (syslog with or without a year), the gate's, or plain <c>TIME ADDRESS OUTCOME</c>.
/// A line that tells of no connection is passed over. A syslog time without a year is taken to be of the scenario's year.
/// </summary>
internal static partial class ConnectionLog
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    public static IReadOnlyList<PastTry> Read(IEnumerable<string> lines, DateTimeOffset start)
    {
        var tries = new List<PastTry>();
        var last = new Dictionary<SourceAddress, int>();
        foreach (var line in lines)
        {
            if (TimeOf(line, start) is not { } time || Event(line) is not { } seen) continue;
            var at = Math.Max(0, (long)(time - start).TotalMilliseconds);
            if (seen.IsConnection)
            {
                last[seen.Source] = tries.Count;
                tries.Add(new PastTry(at, seen.Source, seen.Outcome));
            }
            else if (last.TryGetValue(seen.Source, out var index))
            {
                tries[index] = tries[index] with { Outcome = seen.Outcome };
            }
        }

        return tries;
    }

    private static (SourceAddress Source, LoginOutcome Outcome, bool IsConnection)? Event(string line)
    {
        if (Plain().Match(line) is { Success: true } plain && SourceAddress.TryParse(plain.Groups["source"].Value) is { } source)
            return EnumNames.AnyOutcome(plain.Groups["outcome"].Value) is { } outcome ? (source, outcome, true) : null;
        if (Gate().Match(line) is { Success: true } gate && SourceAddress.TryParse(gate.Groups["source"].Value) is { } client)
        {
            return gate.Groups["event"].Value switch
            {
                "refused" or "handed-over" => (client, LoginOutcome.NoLogin, true),
                "logged-in" => (client, LoginOutcome.Success, false),
                _ => EnumNames.AnyOutcome(gate.Groups["outcome"].Value) is { } told ? (client, told, false) : null,
            };
        }

        if (Sshd().Match(line) is not { Success: true } sshd || SourceAddress.TryParse(sshd.Groups["source"].Value) is not { } peer) return null;
        if (sshd.Groups["what"].Value.StartsWith("Accepted", StringComparison.Ordinal)) return (peer, LoginOutcome.Success, true);
        return (peer, line.Contains("nvalid user", StringComparison.Ordinal) ? LoginOutcome.WrongUser : LoginOutcome.WrongCode, true);
    }

    private static DateTimeOffset? TimeOf(string line, DateTimeOffset start)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space > 15 && DateTimeOffset.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        return line.Length > 15 && DateTime.TryParseExact(
            line.AsSpan(0, 15), ["MMM dd HH:mm:ss", "MMM  d HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var syslog)
            ? new DateTimeOffset(new DateTime(start.Year, syslog.Month, syslog.Day, syslog.Hour, syslog.Minute, syslog.Second), start.Offset)
            : null;
    }

    [GeneratedRegex(@"^\S+ (?<source>[0-9a-fA-F:.]+) (?<outcome>[a-z-]+)\s*$", Options)]
    private static partial Regex Plain();

    [GeneratedRegex(@"gate: (?<event>refused|handed-over|logged-in|outcome) .*\bsource=(?<source>[0-9a-fA-F:.]+)( .*\boutcome=(?<outcome>[a-z-]+)| |$)", Options)]
    private static partial Regex Gate();

    // A connection may leave several lines; "Failed" and "Accepted" are the ones that decide. Hostile user names cannot bring an address
    // of their own to the end of the line.
    [GeneratedRegex(@"\]: (?<what>Accepted|Failed) \S+ for .* from (?<source>[0-9a-fA-F:.]+) port \d+( ssh2)?(: .*)?$", Options)]
    private static partial Regex Sshd();
}
