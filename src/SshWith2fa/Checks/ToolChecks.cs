using SshWith2fa.Arguments;
using SshWith2fa.Platform;

namespace SshWith2fa.Checks;

/// <summary>The programs this one leans on.</summary>
internal static class ToolChecks
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(3);

    public static Finding Ssh(IPlatform platform)
    {
        if (RealPrograms.Find("ssh", platform) is not { } ssh)
            return Finding.Wrong("ssh", "there is none in PATH; install OpenSSH");
        var said = platform.Capture(ssh, ["-V"], Bound)?.Errors.Trim() ?? "";
        if (!said.Contains("OpenSSH_", StringComparison.Ordinal))
            return Finding.Wrong("ssh", $"{ssh} is not OpenSSH; install OpenSSH, or put its directory first in PATH");
        var version = SshVersion.Parse(said);
        return version.IsBefore(SshVersion.Oldest.Major, SshVersion.Oldest.Minor)
            ? Finding.Wrong("ssh", $"{ssh} is {version.Major}.{version.Minor}, older than the {SshVersion.Oldest.Major}.{SshVersion.Oldest.Minor} that this program needs; install a newer one")
            : Finding.Good("ssh", $"{ssh}, {said.Split(',')[0]}");
    }

    /// <summary>ssh-add(1): 0 with keys, 1 without, 2 when no agent answers.</summary>
    public static Finding Agent(IPlatform platform)
    {
        const string About = "agent";
        if (platform.HasControlSockets && platform.Variable("SSH_AUTH_SOCK") is not { Length: > 0 })
            return Finding.Hint(About, "none (SSH_AUTH_SOCK is not set); with a key in one, logins from inside do not ask for a password");
        return platform.Capture(RealPrograms.Find("ssh-add", platform) ?? "ssh-add", ["-l"], Bound) switch
        {
            { ExitStatus: 0, Output: var keys } => Finding.Good(About, $"holds {keys.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length} key(s)"),
            { ExitStatus: 1 } => Finding.Hint(About, "is running but has no key; add yours with ssh-add"),
            _ => Finding.Hint(About, "does not answer; start one, or unset SSH_AUTH_SOCK"),
        };
    }

    public static Finding XServer(IPlatform platform)
    {
        const string About = "X server";
        if (platform.Variable("DISPLAY") is not { Length: > 0 } display)
            return Finding.Hint(About, "none (DISPLAY is not set): no windows from remote programs; everything else works");
        return platform.Capture(RealPrograms.Find("xdpyinfo", platform) ?? "xdpyinfo", ["-display", display], Bound) switch
        {
            null => Finding.Hint(About, $"{display} was not checked: there is no xdpyinfo here, or it hangs (Debian: x11-utils)"),
            { ExitStatus: not 0 } => Finding.Hint(About, $"{display} does not answer"),
            { Output: var extensions } when extensions.Contains("SECURITY", StringComparison.Ordinal) => Finding.Good(About, $"{display} answers and supports SECURITY: ssh -X"),
            _ => Finding.Hint(About, $"{display} answers but has no SECURITY extension: ssh -Y is used, which gives remote programs access to all your windows"),
        };
    }
}
