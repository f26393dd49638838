using SshWith2fa.Arguments;

namespace SshWith2fa.Platform;

/// <summary>The ssh that evaluates our Match exec, or whose ProxyCommand we are: what it was asked to do, and whether a person started it.</summary>
/// <param name="Process">Its number; 0 where the system does not show other processes (no /proc).</param>
/// <param name="Line">Its command line.</param>
internal sealed record CallingProcess(int Process, CommandLine Line)
{
    private const int Nearest = 4;

    private static readonly CallingProcess Unknown = new(0, new CommandLine(SshProgram.Ssh, []));

    /// <summary>The nearest ssh above this process.</summary>
    public static CallingProcess Find()
    {
        if (!OperatingSystem.IsLinux())
            return Unknown;
        var process = Native.GetPPid();
        for (var i = 0; i < Nearest && process > 1; i++, process = Ancestors.ParentOf(process))
        {
            if (Ancestors.NameOf(process) != "ssh")
                continue;
            var words = (Files.ReadText($"/proc/{process}/cmdline") ?? "").TrimEnd('\0').Split('\0');
            return new CallingProcess(process, CommandLine.Read(SshProgram.Ssh, words[1..], SshVersion.Oldest));
        }
        return Unknown;
    }

    /// <summary>True when it only prints its configuration.</summary>
    public bool OnlyPrints => Line.Has('G');

    /// <summary>True when its owner said how to get there: a way that is not ours to choose.</summary>
    public bool HasOwnWay => Line.Has('J') || IsSet("ProxyJump") || IsSet("ProxyCommand");

    /// <summary>True when nothing it was told keeps it from becoming the master that others ride on.</summary>
    public bool BecomesMaster => Process > 0 && !OnlyPrints && !Line.Has('S') && Line.Setting("ControlPath") is null && Line.Setting("ControlMaster") is null;

    /// <summary>
    /// True when a terminal can be reached and this ssh, or the scp, sftp or ssh above it, has one for its input or output, and it may ask.
    /// Where the system does not show other processes' files (no /proc), the terminal alone decides.
    /// </summary>
    public bool IsPerson(IPlatform platform)
    {
        if (Line.Setting("BatchMode") is "yes" or "true")
            return false;
        if (platform.Variable("SSH_ASKPASS_REQUIRE") is "force" or "prefer")
            return true;
        if (!platform.HasControllingTerminal)
            return false;
        if (Process == 0)
            return true;
        var above = Ancestors.ParentOf(Process);
        return HasTerminal(Ancestors.NameOf(above) is "scp" or "sftp" or "ssh" ? above : Process);
    }

    private bool IsSet(string keyword) => Line.Setting(keyword) is { } value && !value.Equals("none", StringComparison.OrdinalIgnoreCase);

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
