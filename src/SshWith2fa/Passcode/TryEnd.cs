namespace SshWith2fa.Passcode;

/// <summary>How a try ended, told by exit status and messages: servers say nothing when login_duo refuses a command.</summary>
internal enum TryEnd
{
    Done,

    /// <summary>The login went well and then nothing ran: the second factor was refused.</summary>
    Refused,

    /// <summary>Looks the same, but the command itself may have ended so.</summary>
    PerhapsRefused,

    /// <summary>For another reason.</summary>
    Failed,
}

internal static class ServerRefusals
{
    private const int SshItself = 255;
    private const int RsyncProtocol = 12;

    // Sentences of OpenSSH's and of local files that say that it never came to a second factor. None of these programs translates them.
    private static readonly string[] OtherReasons =
    [
        "Permission denied", "Host key verification failed", "Could not resolve hostname", "Connection refused", "Connection timed out", "Operation timed out",
        "Network is unreachable", "No route to host", "Connection reset", "Too many authentication failures", "REMOTE HOST IDENTIFICATION HAS CHANGED",
        "No such file or directory", "Is a directory", "usage:", "Bad configuration option", "unknown option", "no matching", "kex_exchange_identification",
        "Bad owner or permissions", "hostname contains invalid characters",
        "command-line line", "terminating,",
    ];

    public static TryEnd Tell(CarriedProgram program, int status, string errors)
    {
        if (status == 0)
            return TryEnd.Done;
        if (Array.Exists(OtherReasons, reason => errors.Contains(reason, StringComparison.OrdinalIgnoreCase)))
            return TryEnd.Failed;
        return program switch
        {
            CarriedProgram.Ssh => status == 1 ? TryEnd.PerhapsRefused : TryEnd.Failed,
            CarriedProgram.Rsync => status == RsyncProtocol && errors.Contains("(0 bytes received so far)", StringComparison.Ordinal) ? TryEnd.Refused : TryEnd.Failed,
            _ when errors.Contains("Connection closed", StringComparison.Ordinal) || errors.Contains("lost connection", StringComparison.Ordinal) => TryEnd.Refused,
            _ => status is 1 or SshItself ? TryEnd.PerhapsRefused : TryEnd.Failed,
        };
    }
}
