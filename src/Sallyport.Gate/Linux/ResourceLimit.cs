using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>A soft and a hard limit of getrlimit(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Limits(ulong Soft, ulong Hard)
{
    public const ulong None = ulong.MaxValue;
}

/// <summary>Limits of our own and of other processes, by prlimit(2).</summary>
internal static unsafe partial class ResourceLimit
{
    public const int Core = 4, OpenFiles = 7, LockedMemory = 8, Count = 16;

    /// <summary>Whose: the calling process, and the first one, which has what the kernel gives.</summary>
    public const int Ours = 0, OfInit = 1;

    public static Limits? Get(int pid, int resource)
    {
        Limits limits;
        return Call(pid, resource, null, &limits) == 0 ? limits : null;
    }

    /// <summary>False when a hard limit would have to rise and may not.</summary>
    public static bool Set(int pid, int resource, Limits limits) => Call(pid, resource, &limits, null) == 0;

    [LibraryImport("libc", EntryPoint = "prlimit64")]
    private static partial int Call(int pid, int resource, Limits* fresh, Limits* old);
}

/// <summary>Signals that the runtime has no name for.</summary>
internal static class SignalNumbers
{
    public const int Kill = 9;
    public const int User2 = 12;
}
