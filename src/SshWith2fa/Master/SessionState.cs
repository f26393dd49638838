using System.Globalization;
using System.Text;
using SshWith2fa.Configuration;
using SshWith2fa.Platform;

namespace SshWith2fa.Master;

/// <summary>A forward as it really stands: the local port may not be the profile's.</summary>
internal sealed record OpenForward(string Name, int WantedPort, int LocalPort, string Host, int Port)
{
    /// <summary>True for the dynamic forward, which has no far end of its own.</summary>
    public bool IsSocks => Port == 0;
}

/// <summary>The record of a running session, kept in the runtime directory beside its socket.</summary>
/// <param name="User">Login name of the session at the site.</param>
/// <param name="Host">First name of the host it is with.</param>
/// <param name="Process">The master's process number, 0 where unknown.</param>
/// <param name="Until">When it ends by itself; null for never.</param>
/// <param name="Through">"outside" (a second factor was asked for) or "inside" (none was).</param>
/// <param name="Terminals">Terminals that asked to be warned.</param>
internal sealed record SessionState(
    string User, string Host, int Process, DateTimeOffset Since, DateTimeOffset? Until, string Through, IReadOnlyList<OpenForward> Forwards, IReadOnlyList<string> Terminals)
{
    private const string FirstLine = "ssh-with-2fa session 1";
    private const string LastLine = "end";

    public OpenForward? Forward(string name)
    {
        for (var i = 0; i < Forwards.Count; i++)
            if (Forwards[i].Name == name)
                return Forwards[i];
        return null;
    }

    public string Write()
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        text.Append("session\t").AppendJoin('\t', User, Host, Text(Process), Text(Since.ToUnixTimeSeconds()), Text(Until?.ToUnixTimeSeconds() ?? 0), Through).Append('\n');
        foreach (var forward in Forwards)
            text.Append("forward\t").AppendJoin('\t', forward.Name, Text(forward.WantedPort), Text(forward.LocalPort), forward.Host, Text(forward.Port)).Append('\n');
        foreach (var terminal in Terminals)
            text.Append("terminal\t").Append(terminal).Append('\n');
        return text.Append(LastLine).Append('\n').ToString();
    }

    /// <summary>What the state file says; null when it is not there, half written, or not ours.</summary>
    public static SessionState? Recorded(ClientPaths paths) => Files.ReadText(paths.SessionState) is { } text ? Read(text) : null;

    /// <summary>Null for a text that is half written, or not ours.</summary>
    public static SessionState? Read(string text)
    {
        if (!text.StartsWith(FirstLine + "\n", StringComparison.Ordinal) || !text.EndsWith("\n" + LastLine + "\n", StringComparison.Ordinal))
            return null;
        SessionState? state = null;
        var forwards = new List<OpenForward>();
        var terminals = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            switch (line.Split('\t'))
            {
                case ["session", var user, var host, var process, var since, var until, var through]:
                    state = new SessionState(user, host, (int)Number(process), Time(since), Number(until) == 0 ? null : Time(until), through, forwards, terminals);
                    break;
                case ["forward", var name, var wanted, var local, var host, var port]:
                    forwards.Add(new OpenForward(name, (int)Number(wanted), (int)Number(local), host, (int)Number(port)));
                    break;
                case ["terminal", var terminal]:
                    terminals.Add(terminal);
                    break;
            }
        }
        return state;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue * 100L ? number : 0;

    private static DateTimeOffset Time(string text) => DateTimeOffset.FromUnixTimeSeconds(Number(text));
}
