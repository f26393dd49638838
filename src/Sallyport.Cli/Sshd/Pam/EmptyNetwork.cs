using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Sallyport.Cli.Sshd.Pam;

/// <summary>
/// A network namespace for the thread that calls, with nothing in it: what is tried there meets an authority that is away, spends nobody's
/// budget and leaves no audit.
/// </summary>
internal static partial class EmptyNetwork
{
    public const string Isolated = "isolated", Loopback = "loopback";

    // From <linux/sched.h>, <linux/sockios.h> and <net/if.h>.
    private const int NewNetwork = 0x40000000;
    private const nuint SetInterfaceFlags = 0x8914;
    private const int NameBytes = 16;
    private const short Up = 1;

    /// <summary>
    /// Enters one. <see cref="Loopback"/> has a loopback interface, where connections are refused at once and Duo's clients need not wait;
    /// with <see cref="Isolated"/> nothing can even be sent. Where namespaces cannot be made (some containers), the network stays as it is.
    /// </summary>
    public static void Enter(string isolation)
    {
        if (unshare(NewNetwork) != 0 || isolation != Loopback)
            return;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var request = new byte[40];
        "lo"u8.CopyTo(request);
        BitConverter.TryWriteBytes(request.AsSpan(NameBytes), Up);
        _ = ioctl((int)socket.Handle, SetInterfaceFlags, request);
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int unshare(int flags);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ioctl(int descriptor, nuint request, [In] byte[] argument);
}
