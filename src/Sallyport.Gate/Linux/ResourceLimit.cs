using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>
/// The runtime raises the soft limit of open files to the hard one. sshd and the shells behind it inherit the hander's limits, and old programs
/// break with large ones (select(2)), so the hander goes back.
/// </summary>
internal static unsafe partial class ResourceLimit
{
    private const int OpenFiles = 7;

    public static void LowerDescriptors(ulong soft)
    {
        var limits = stackalloc ulong[2];
        if (Get(OpenFiles, limits) == 0 && limits[0] > soft)
        {
            limits[0] = soft;
            _ = Set(OpenFiles, limits);
        }
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int Get(int resource, ulong* limits);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int Set(int resource, ulong* limits);
}

/// <summary>Signals that the runtime has no name for.</summary>
internal static class SignalNumbers
{
    public const int Kill = 9;
    public const int User2 = 12;
}
