using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>Pauses shorter than a millisecond, which epoll_wait(2) and <see cref="Thread.Sleep(int)"/> do not know.</summary>
internal static partial class Pauses
{
    /// <summary>Sleeps at least this long, which is under a second; a signal ends it early.</summary>
    public static void Sleep(TimeSpan time) => _ = MicroSleep((uint)time.TotalMicroseconds);

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int MicroSleep(uint microseconds);
}
