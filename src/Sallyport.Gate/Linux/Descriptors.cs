using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>Bare descriptors, where a SafeHandle per connection would cost more than the connection.</summary>
internal static partial class Descriptors
{
    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseNow(int descriptor);

    /// <summary>Closes once; close(2) is never repeated on EINTR, because Linux has freed the number by then.</summary>
    public static void Close(int descriptor) => _ = CloseNow(descriptor);
}
