using System.Text;

namespace Sallyport.Gate.Connections;

internal enum SessionState
{
    /// <summary>/proc does not tell: the process is gone, or hidden from us.</summary>
    Unknown,

    BeforeLogin,
    LoggedIn,
}

/// <summary>
/// Whether a session of sshd is logged in, seen from /proc: before the login sshd has a child without privileges named <c>[net]</c>; when it has
/// written itself a title and that child is gone, the login is through. Works for root, who gets no child of his own, and for sessions without a terminal.
/// </summary>
internal static class SessionProbe
{
    public static SessionState Look(int pid)
    {
        try
        {
            // Until sshd writes a title ("sshd: name [priv]"), its command line is the path we started it by.
            if (!CommandLine(pid).StartsWith("sshd", StringComparison.Ordinal))
                return SessionState.BeforeLogin;
            foreach (var child in File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (int.TryParse(child, out var childPid) && CommandLine(childPid).Contains("[net]", StringComparison.Ordinal))
                    return SessionState.BeforeLogin;
            }

            return SessionState.LoggedIn;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return SessionState.Unknown;
        }
    }

    private static string CommandLine(int pid) => Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/cmdline"));
}
