using System.Globalization;
using System.Text;

namespace Sallyport.Gate.Connections;

internal enum SshdSessionState
{
    /// <summary>/proc shows no sign of a login, or nothing at all: the process is gone, or hidden from us.</summary>
    Unknown,

    LoggedIn,
}

/// <summary>
/// Whether a session of sshd is logged in, seen from /proc. Only what sshd does after a login counts: that the child of before the login is
/// gone proves nothing, for so it is when a guesser hangs up. The sign is the title <c>sshd: name</c> or <c>sshd: name@tty</c>, of the process or
/// of its child; before the login every title has a bracket (<c>[accepted]</c>, <c>name [priv]</c>, <c>name [net]</c>, <c>[pam]</c>). A title begins
/// with the name that sshd was started by: an outside sshd older than OpenSSH 9.8 is started by a link that is named after its PAM service.
/// </summary>
internal static class SshdSessionProbe
{
    /// <param name="pid">The process that was started for the connection.</param>
    /// <param name="program">The file name by which sshd is started.</param>
    public static SshdSessionState Look(int pid, string program)
    {
        try
        {
            if (IsTitleOfSession(CommandLine(pid), program))
                return SshdSessionState.LoggedIn;
            foreach (var word in File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var child = int.Parse(word, CultureInfo.InvariantCulture);
                if (IsTitleOfSession(CommandLine(child), program))
                    return SshdSessionState.LoggedIn;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // it has just ended, or is hidden
        }

        return SshdSessionState.Unknown;
    }

    /// <summary>Until sshd has written a title, its command line is the path that it was started by.</summary>
    internal static bool IsTitleOfSession(string title, string program) =>
        (title.StartsWith(program + ": ", StringComparison.Ordinal) || title.StartsWith("sshd-session: ", StringComparison.Ordinal))
        && !title.Contains('[', StringComparison.Ordinal);

    private static string CommandLine(int pid) => Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/cmdline")).TrimEnd('\0', ' ');
}
