using System.Globalization;
using SshWith2fa.Session;

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
        for (var i = 0; i < Nearest && process > 1; i++, process = Parent(process))
        {
            if (Name(process) != "ssh") continue;
            var above = Parent(process);
            return HasTerminal(Name(above) is "scp" or "sftp" or "ssh" ? above : process);
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

    private static string Name(int process) => Files.ReadText($"/proc/{process}/comm")?.TrimEnd('\n') ?? "";

    // /proc/PID/stat: "pid (name) state ppid …"; the name may hold anything, so count from its last parenthesis.
    private static int Parent(int process)
    {
        var stat = Files.ReadText($"/proc/{process}/stat") ?? "";
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var parent) ? parent : 0;
    }
}
