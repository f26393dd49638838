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
/// gone proves nothing, for so it is when a guesser hangs up. The sign is the title <c>sshd: name</c> or <c>sshd: name@tty</c>, of the process or
/// of its child; before the login every title has a bracket (<c>[accepted]</c>, <c>name [priv]</c>, <c>name [net]</c>, <c>[pam]</c>).
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
                if (IsTitleOfSession(CommandLine(child)))
                    return SessionState.LoggedIn;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // it has just ended, or is hidden
        }

        return SessionState.Unknown;
    }

    /// <summary>Until sshd has written a title, its command line is the path that it was started by.</summary>
    internal static bool IsTitleOfSession(string title) =>
        (title.StartsWith("sshd: ", StringComparison.Ordinal) || title.StartsWith("sshd-session: ", StringComparison.Ordinal))
        && !title.Contains('[', StringComparison.Ordinal);

    private static string CommandLine(int pid) => Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/cmdline")).TrimEnd('\0', ' ');
}
