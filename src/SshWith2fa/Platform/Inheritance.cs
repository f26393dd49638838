namespace SshWith2fa.Platform;

/// <summary>Undoes, before an exec, what the runtime changed in this process and the next program would inherit.</summary>
internal static class Inheritance
{
    private const int SetFlags = 2;
    private const int CloseOnExec = 1;

    private const int FarthestAncestor = 12;

    /// <summary>
    /// The runtime ignores SIGPIPE and raises the soft limit of open files to the hard one at start. The signal goes back to its
    /// default (ssh, scp and sftp set it themselves). The limit goes back to that of the nearest ancestor that has the same hard
    /// limit and a lower soft one: an ancestor that is itself a .NET program has raised its own.
    /// </summary>
    public static unsafe void Restore()
    {
        _ = Native.Signal(Native.SigPipe, 0);
        if (!OperatingSystem.IsLinux())
            return;
        var own = stackalloc ulong[2];
        if (Native.PRLimit(0, Native.RlimitNofileLinux, null, own) != 0 || own[0] != own[1])
            return;
        var process = Native.GetPPid();
        for (var i = 0; i < FarthestAncestor && process > 0; i++, process = Ancestors.ParentOf(process))
        {
            if (Ancestors.OpenFilesOf(process) is not var (soft, hard) || hard != own[1] || soft >= hard)
                continue;
            own[0] = soft;
            _ = Native.PRLimit(0, Native.RlimitNofileLinux, own, null);
            return;
        }
    }

    /// <summary>
    /// Keeps every descriptor but the standard three from the programs started from now on. A background program that held a
    /// stranger's pipe open would make the reader of that pipe wait until the session ends.
    /// </summary>
    public static void CloseBehind()
    {
        foreach (var entry in Directory.GetFiles("/dev/fd"))
            if (int.TryParse(Path.GetFileName(entry), out var descriptor) && descriptor > 2)
                _ = Native.FCntl(descriptor, SetFlags, CloseOnExec);
    }
}
