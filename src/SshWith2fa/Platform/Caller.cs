namespace SshWith2fa.Platform;

/// <summary>Who started the ssh that evaluates our Match exec: a person at a terminal, or a program with pipes.</summary>
internal static class Caller
{
    private const int Nearest = 4;

    /// <summary>
    /// True when a terminal can be reached and the ssh above us, or the scp, sftp or ssh above that, has one for its input or output.
    /// Where the system does not show other processes' files (no /proc), the terminal alone decides.
    /// </summary>
    public static bool IsPerson(IPlatform platform)
    {
        if (platform.Variable("SSH_ASKPASS_REQUIRE") is "force" or "prefer") return true;
        if (!platform.HasControllingTerminal) return false;
        if (!OperatingSystem.IsLinux()) return true;
        var process = Native.GetPPid();
        for (var i = 0; i < Nearest && process > 1; i++, process = Ancestors.ParentOf(process))
        {
            if (Ancestors.NameOf(process) != "ssh") continue;
            var above = Ancestors.ParentOf(process);
            return HasTerminal(Ancestors.NameOf(above) is "scp" or "sftp" or "ssh" ? above : process);
        }
        return true;
    }

    private static bool HasTerminal(int process) => IsTerminal(process, 0) || IsTerminal(process, 1);

    private static bool IsTerminal(int process, int descriptor)
    {
        try
        {
            var target = new FileInfo($"/proc/{process}/fd/{descriptor}").LinkTarget;
            return target is not null && (target.StartsWith("/dev/pts/", StringComparison.Ordinal) || target.StartsWith("/dev/tty", StringComparison.Ordinal) || target == "/dev/console");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
