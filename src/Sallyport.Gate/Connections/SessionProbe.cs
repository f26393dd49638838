using System.Globalization;
using System.Text;

namespace Sallyport.Gate.Connections;

internal enum SessionState
{
    /// <summary>/proc shows no sign of a login, or nothing at all: the process is gone, or hidden from us.</summary>
    Unknown,

    LoggedIn,
}

/// <summary>
/// Whether a session of sshd is logged in, seen from /proc. Only what sshd does after a login counts: that the child of before the login is
/// gone proves nothing, for so it is when a guesser hangs up. Two signs: the title <c>sshd: name@tty</c>, of the process or of its child;
/// and a child that runs as the user. Root's session without a terminal or command shows neither: there its age decides.
/// </summary>
internal static class SessionProbe
{
    public static SessionState Look(int pid)
    {
        try
        {
            if (IsTitleOfSession(CommandLine(pid)))
                return SessionState.LoggedIn;
            foreach (var word in File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var child = int.Parse(word, CultureInfo.InvariantCulture);
                var title = CommandLine(child);
                if (IsTitleOfSession(title) || (IsTitle(title) && !IsBeforeLogin(title) && UserOf(child) != 0))
                    return SessionState.LoggedIn;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // it has just ended, or is hidden
        }

        return SessionState.Unknown;
    }

    /// <summary>"sshd: name@pts/3", "sshd-session: name@notty". A name may hold an @ itself: before the login the title ends with a bracket.</summary>
    internal static bool IsTitleOfSession(string title) =>
        IsTitle(title) && title.Contains('@', StringComparison.Ordinal) && !title.EndsWith(']');

    /// <summary>The network child runs as the user sshd; everything else of before the login as root.</summary>
    internal static bool IsBeforeLogin(string title) =>
        title.Contains("[net]", StringComparison.Ordinal) || title.Contains("[accepted]", StringComparison.Ordinal) || title.Contains("[pam]", StringComparison.Ordinal);

    /// <summary>sshd has written it; until then it is the path that it was started by.</summary>
    private static bool IsTitle(string title) =>
        title.StartsWith("sshd: ", StringComparison.Ordinal) || title.StartsWith("sshd-session: ", StringComparison.Ordinal);

    private static string CommandLine(int pid) => Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/cmdline")).TrimEnd('\0', ' ');

    private static int UserOf(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(text => text.StartsWith("Uid:", StringComparison.Ordinal));
        return int.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture);
    }
}
