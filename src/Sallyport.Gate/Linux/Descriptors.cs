using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>Bare descriptors, where a SafeHandle per connection would cost more than the connection.</summary>
internal static partial class Descriptors
{
    private const int SetDescriptorFlags = 2, GetStatusFlags = 3, SetStatusFlags = 4, DuplicateClosedOnExec = 1030;
    private const int ClosedOnExec = 1, NonBlocking = 0x800;

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseNow(int descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    /// <summary>Closes once; close(2) is never repeated on EINTR, because Linux has freed the number by then.</summary>
    public static void Close(int descriptor) => _ = CloseNow(descriptor);

    /// <summary>
    /// Closes what an attacker may have chosen, on a thread of its own: the close of a file waits for the server of its file system, and a
    /// file system (FUSE) may be served by the attacker.
    /// </summary>
    public static void CloseAside(int descriptor) => new Thread(() => Close(descriptor)) { IsBackground = true, Name = "close" }.Start();

    /// <summary>The same descriptor under a number of at least <paramref name="atLeast"/>, closed on exec.</summary>
    public static int Duplicate(int descriptor, int atLeast) => Errno.Check(Control(descriptor, DuplicateClosedOnExec, atLeast), "fcntl");

    public static void KeepAcrossExec(int descriptor) => Errno.Check(Control(descriptor, SetDescriptorFlags, 0), "fcntl");

    public static void CloseOnExec(int descriptor) => Errno.Check(Control(descriptor, SetDescriptorFlags, ClosedOnExec), "fcntl");

    /// <summary>O_NONBLOCK, for everybody who has this open socket.</summary>
    public static void NeverWait(int descriptor) =>
        Errno.Check(Control(descriptor, SetStatusFlags, Errno.Check(Control(descriptor, GetStatusFlags, 0), "fcntl") | NonBlocking), "fcntl");
}
