namespace SshWith2fa.Platform;

/// <summary>Undoes, before an exec, what the runtime changed in this process and the next program would inherit.</summary>
internal static class Inheritance
{
    private const int SetFlags = 2;
    private const int CloseOnExec = 1;

    /// <summary>
    /// The runtime ignores SIGPIPE and raises the soft limit of open files to the hard one at start. The signal goes back to its
    /// default; the limit to that of the parent, from which this process had it.
    /// </summary>
    public static unsafe void Restore()
    {
        _ = Native.Signal(Native.SigPipe, 0);
        if (!OperatingSystem.IsLinux()) return;
        var parents = stackalloc ulong[2];
        var own = stackalloc ulong[2];
        if (Native.PRLimit(Native.GetPPid(), Native.RlimitNofileLinux, null, parents) != 0) return;
        if (Native.PRLimit(0, Native.RlimitNofileLinux, null, own) != 0) return;
        if (parents[1] != own[1] || parents[0] >= own[0]) return;
        own[0] = parents[0];
        _ = Native.PRLimit(0, Native.RlimitNofileLinux, own, null);
    }

    /// <summary>
    /// Keeps every descriptor but the standard three from the programs started from now on. A background program that held a
    /// stranger's pipe open would make the reader of that pipe wait until the session ends.
    /// </summary>
    public static void CloseBehind()
    {
        foreach (var entry in Directory.GetFiles("/dev/fd"))
            if (int.TryParse(Path.GetFileName(entry), out var descriptor) && descriptor > 2) _ = Native.FCntl(descriptor, SetFlags, CloseOnExec);
    }
}
