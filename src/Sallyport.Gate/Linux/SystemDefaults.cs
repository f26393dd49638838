using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>
/// What a process inherits and an sshd hands on to every session: umask, limits, OOM score, scheduling. The root half puts each of them to what
/// a service has that sets none of them, so that a session through the gate is as one through <c>sshd -D</c>, whatever the gate's unit says.
/// For the calling thread and the children that it starts.
/// </summary>
internal static unsafe partial class SystemDefaults
{
    private const uint Mask = 0b000_010_010;
    private const int ProcessPriority = 0, ScheduleOther = 0, IoOfProcess = 1, SetTimerSlack = 29;
    private const nint TimerSlackNanoseconds = 50_000;
    private const long IoPrioritySet = 251, IoPrioritySetArm64 = 30;

    /// <summary>systemd-system.conf(5): where its defaults are not the kernel's. Old programs break with a soft limit of files past 1024 (select(2)).</summary>
    private static readonly Dictionary<int, Limits> OfServices = new()
    {
        [ResourceLimit.Core] = new Limits(0, Limits.None),
        [ResourceLimit.OpenFiles] = new Limits(1024, 524_288),
        [ResourceLimit.LockedMemory] = new Limits(8 << 20, 8 << 20),
    };

    /// <summary>Puts everything back; what may not be (no root, a container's bounds) stays as it is.</summary>
    public static void Restore()
    {
        _ = SetMask(Mask);
        for (var resource = 0; resource < ResourceLimit.Count; resource++)
        {
            if ((OfServices.TryGetValue(resource, out var wanted) ? wanted : ResourceLimit.Get(ResourceLimit.OfInit, resource)) is not { } limits
                || ResourceLimit.Set(ResourceLimit.Ours, resource, limits)
                || ResourceLimit.Get(ResourceLimit.Ours, resource) is not { } had)
                continue;
            ResourceLimit.Set(ResourceLimit.Ours, resource, had with { Soft = Math.Min(limits.Soft, had.Hard) });
        }

        var none = 0;
        _ = SetScheduler(0, ScheduleOther, &none);
        _ = SetPriority(ProcessPriority, 0, 0);
        _ = SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? IoPrioritySetArm64 : IoPrioritySet, IoOfProcess, 0, 0);
        var everywhere = stackalloc byte[128];
        new Span<byte>(everywhere, 128).Fill(0xff);
        _ = SetAffinity(0, 128, everywhere);
        _ = Control(SetTimerSlack, TimerSlackNanoseconds, 0, 0, 0);
        RestoreScore();
    }

    /// <summary>For the process that makes files: nobody but its user reads them, unless their mode is set.</summary>
    public static void KeepFilesToOurselves() => _ = SetMask(0b000_111_111);

    /// <summary>Of a signal that we were started with as ignored (nohup(1), a shell's job), .NET would tell us nothing; sshd hears it all the same.</summary>
    public static void Hear(int signal) => _ = SetHandler(signal, 0);

    private static void RestoreScore()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "0");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // only root lowers it
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int pid, int policy, int* priority);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int pid, nuint bytes, byte* processors);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(long number, nint first, nint second, nint third);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nint argument, nint unused3, nint unused4, nint unused5);
}
