using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>
/// A listener without its root half would take connections that nobody serves: when that one is gone, however it ended, SIGTERM comes
/// (PR_SET_PDEATHSIG of prctl(2)), beside the end of the channel. Both calls belong to one thread.
/// </summary>
internal static partial class Parent
{
    private const int SetParentDeathSignal = 1, Terminate = 15;

    public static void EndWithIt() => _ = Control(SetParentDeathSignal, Terminate, 0, 0, 0);

    public static void OutliveIt() => _ = Control(SetParentDeathSignal, 0, 0, 0, 0);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nint argument, nint unused3, nint unused4, nint unused5);
}
