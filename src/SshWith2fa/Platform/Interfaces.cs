using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;

namespace SshWith2fa.Platform;

/// <summary>The addresses of this machine. On Linux by getifaddrs(3): the framework's own listing costs 8 ms.</summary>
internal static partial class Interfaces
{
    private const int NextOffset = 0;
    private const int AddressOffset = 24;
    private const short Inet = 2;
    private const short Inet6 = 10;

    public static IReadOnlyList<IPAddress> Addresses() => OperatingSystem.IsLinux() ? FromLibrary() : FromFramework();

    private static List<IPAddress> FromLibrary()
    {
        var found = new List<IPAddress>();
        if (GetIfAddrs(out var first) != 0)
            return found;
        for (var entry = first; entry != 0; entry = Marshal.ReadIntPtr(entry, NextOffset))
        {
            var address = Marshal.ReadIntPtr(entry, AddressOffset);
            if (address == 0)
                continue;
            var (at, length) = Marshal.ReadInt16(address) switch { Inet => (4, 4), Inet6 => (8, 16), _ => (0, 0) };
            if (length == 0)
                continue;
            var bytes = new byte[length];
            Marshal.Copy(address + at, bytes, 0, length);
            var own = new IPAddress(bytes);
            if (!IPAddress.IsLoopback(own))
                found.Add(own);
        }
        FreeIfAddrs(first);
        return found;
    }

    private static List<IPAddress> FromFramework()
    {
        var found = new List<IPAddress>();
        foreach (var network in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (network.OperationalStatus != OperationalStatus.Up)
                continue;
            foreach (var address in network.GetIPProperties().UnicastAddresses)
                if (!IPAddress.IsLoopback(address.Address))
                    found.Add(address.Address);
        }
        return found;
    }

    [LibraryImport("libc", EntryPoint = "getifaddrs")]
    private static partial int GetIfAddrs(out nint first);

    [LibraryImport("libc", EntryPoint = "freeifaddrs")]
    private static partial void FreeIfAddrs(nint first);
}
