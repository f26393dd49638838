using System.Runtime.InteropServices;

namespace Sallyport.Cli.Doctor;

/// <summary>The kernel's clock is kept by a time server: codes are made of the time.</summary>
internal static partial class ClockCheck
{
    // From <sys/timex.h>: the state "clock not synchronised", and the bytes of struct timex with room to spare.
    private const int TimeError = 5;
    private const int TimexBytes = 512;

    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask.WaitAsync(cancel);
        yield return State() is TimeError or < 0
            ? Finding.Wrong("clock", "no time service synchronises the clock, so codes of correct phones may be refused", "install one: apt-get install systemd-timesyncd (or chrony)")
            : Finding.Fine("clock", "a time service synchronises it");
    }

    private static int State() => adjtimex(new byte[TimexBytes]);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int adjtimex([In, Out] byte[] timex);
}
