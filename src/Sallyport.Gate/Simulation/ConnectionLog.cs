using System.Globalization;
using System.Text.RegularExpressions;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Simulation;

/// <summary>What a log gave.</summary>
/// <param name="Tries">The connections, in the log's order.</param>
/// <param name="Lines">All lines that are not empty.</param>
/// <param name="Unread">Lines that should have been read and could not be: no time, or a login in a form that is not known.</param>
/// <param name="FirstUnread">The number of the first of them, counted from 1; 0 when there are none.</param>
/// <param name="Before">Connections before the scenario's start, which are tried at its start.</param>
internal sealed record LogContents(IReadOnlyList<PastTry> Tries, int Lines, int Unread, int FirstUnread, int Before);

/// <summary>
/// Reads connections out of a log: lines of sshd under any name (sshd, sshd-session, sshd-auth, a door's), with or without a host name, the gate's,
/// or plain <c>TIME ADDRESS OUTCOME</c>. A line that tells of no connection is passed over. A syslog time without a year is taken to be of the
/// scenario's year.
/// </summary>
internal static partial class ConnectionLog
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    /// <summary>A syslog daemon repeats a message a few hundred times at most.</summary>
    private const int MostRepeats = 10_000;

    public static LogContents Read(IEnumerable<string> lines, DateTimeOffset start)
    {
        var tries = new List<PastTry>();
        var last = new Dictionary<SourceAddress, int>();
        var (number, present, unread, firstUnread, before) = (0, 0, 0, 0, 0);
        Seen? previous = null;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            present++;
            var time = TimeOf(line, start, out var rest);
            var (seen, times) = time is null ? (null, 0) : Event(rest, previous);
            if (time is null || (seen is null && Decides().IsMatch(rest)))
            {
                unread++;
                if (firstUnread == 0)
                    firstUnread = number;
                continue;
            }

            previous = seen;
            if (seen is null)
                continue;
            var at = (long)(time.Value - start).TotalMilliseconds;
            if (!seen.IsConnection)
            {
                if (last.TryGetValue(seen.Source, out var index))
                    tries[index] = tries[index] with { Outcome = seen.Outcome };
                continue;
            }

            if (at < 0)
                before += times;
            last[seen.Source] = tries.Count + times - 1;
            for (var i = 0; i < times; i++)
                tries.Add(new PastTry(Math.Max(0, at), seen.Source, seen.Outcome));
        }

        return new LogContents(tries, present, unread, firstUnread, before);
    }

    /// <param name="rest">A line behind its time.</param>
    /// <param name="previous">What the line before told, which a syslog daemon may say is repeated.</param>
    private static (Seen? Seen, int Times) Event(string rest, Seen? previous)
    {
        if (Plain().Match(rest) is { Success: true } plain && SourceAddress.TryParse(plain.Groups["source"].Value) is { } source)
            return (EnumNames.AnyOutcome(plain.Groups["outcome"].Value) is { } outcome ? new Seen(source, outcome, true) : null, 1);
        if (Gate().Match(rest) is { Success: true } gate && SourceAddress.TryParse(gate.Groups["source"].Value) is { } client)
        {
            return (gate.Groups["event"].Value switch
            {
                "refused" or "handed-over" => new Seen(client, LoginOutcome.NoLogin, true),
                "logged-in" => new Seen(client, LoginOutcome.Success, false),
                _ => EnumNames.AnyOutcome(gate.Groups["outcome"].Value) is { } told ? new Seen(client, told, false) : null,
            }, 1);
        }

        if (LastRepeated().Match(rest) is { Success: true } again)
            return (previous, Repeats(again));
        if (Program().Match(rest) is not { Success: true } program)
            return (null, 0);
        var message = program.Groups["message"].Value;
        var times = 1;
        if (Repeated().Match(message) is { Success: true } repeated)
            (message, times) = (repeated.Groups["message"].Value.Trim(), Repeats(repeated));
        if (Sshd().Match(message) is not { Success: true } sshd || SourceAddress.TryParse(sshd.Groups["source"].Value) is not { } peer)
            return (null, 0);
        if (sshd.Groups["what"].Value == "Accepted")
            return (new Seen(peer, LoginOutcome.Success, true), times);
        return (new Seen(peer, message.Contains("nvalid user", StringComparison.Ordinal) ? LoginOutcome.WrongUser : LoginOutcome.WrongCode, true), times);
    }

    private static int Repeats(Match match) => int.TryParse(match.Groups["times"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? Math.Min(times, MostRepeats) : MostRepeats;

    private static DateTimeOffset? TimeOf(string line, DateTimeOffset start, out string rest)
    {
        rest = "";
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space > 15 && DateTimeOffset.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            rest = line[(space + 1)..];
            return time;
        }

        if (line.Length <= 16 || !DateTime.TryParseExact(
            line.AsSpan(0, 15), ["MMM dd HH:mm:ss", "MMM  d HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var syslog)
            || syslog.Day > DateTime.DaysInMonth(start.Year, syslog.Month))
            return null;
        rest = line[16..];
        return new DateTimeOffset(new DateTime(start.Year, syslog.Month, syslog.Day, syslog.Hour, syslog.Minute, syslog.Second), start.Offset);
    }

    private sealed record Seen(SourceAddress Source, LoginOutcome Outcome, bool IsConnection);

    [GeneratedRegex(@"^(?<source>[0-9a-fA-F:.]+) (?<outcome>[a-z-]+)\s*$", Options)]
    private static partial Regex Plain();

    [GeneratedRegex(@"(^|[ \]:] ?)gate: (?<event>refused|handed-over|logged-in|outcome) .*\bsource=(?<source>[0-9a-fA-F:.]+)( .*\boutcome=(?<outcome>[a-z-]+)| |$)", Options)]
    private static partial Regex Gate();

    // A host name or none, a program with its process or without.
    [GeneratedRegex(@"^([^\s\[\]]+ )?[A-Za-z0-9._/-]+(\[\d+\])?: (?<message>.*)$", Options)]
    private static partial Regex Program();

    // rsyslog: "message repeated 3 times: [ Failed ... ssh2]"; older daemons: "last message repeated 3 times".
    [GeneratedRegex(@"^message repeated (?<times>\d{1,9}) times: \[(?<message>.*)\]$", Options)]
    private static partial Regex Repeated();

    [GeneratedRegex(@"^(\S+ )?(\S+: )?last message (buffered|repeated) (?<times>\d{1,9}) times$", Options)]
    private static partial Regex LastRepeated();

    // A connection may leave several lines; "Failed" and "Accepted" are the ones that decide. Hostile user names cannot bring an address
    // of their own to the end of the line, nor a word of their own to its beginning.
    [GeneratedRegex(@"^(?<what>Accepted|Failed) \S+ for .* from (?<source>[0-9a-fA-F:.]+) port \d+( ssh2)?(: .*)?$", Options)]
    private static partial Regex Sshd();

    [GeneratedRegex(@"^([^\s\[\]]+ )?[A-Za-z0-9._/-]+(\[\d+\])?: (message repeated \d+ times: \[ ?)?(Accepted|Failed) \S+ for ", Options)]
    private static partial Regex Decides();
}
