using System.Net;
using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>Where a TCP socket came into being: its network namespace (SO_NETNS_COOKIE, Linux 5.14) and its local address.</summary>
/// <param name="IsV6Only">An IPv6 socket that takes no IPv4 (IPV6_V6ONLY).</param>
internal readonly record struct SocketOrigin(ulong Namespace, IPEndPoint Local, bool IsV6Only)
{
    /// <summary>True when a connection with this origin can have come in by a listening socket of that one.</summary>
    public bool CameInBy(SocketOrigin listening) =>
        Namespace == listening.Namespace
        && Local.Port == listening.Local.Port
        && Local.AddressFamily == listening.Local.AddressFamily
        && (Local.Address.Equals(listening.Local.Address)
            || listening.Local.Address.Equals(IPAddress.Any)
            || (listening.Local.Address.Equals(IPAddress.IPv6Any) && !(listening.IsV6Only && Local.Address.IsIPv4MappedToIPv6)));
}

/// <summary>What the kernel says about a socket that somebody else made.</summary>
internal static unsafe partial class SocketInspection
{
    private const int LevelSocket = 1, Type = 3, AcceptsConnections = 30, Protocol = 38, Domain = 39, NamespaceCookie = 71;
    private const int Stream = 1, Tcp = 6, FamilyV4 = 2, FamilyV6 = 10, LevelIpV6 = 41, V6Only = 26;

    /// <summary>The origin of a TCP connection, living or just over; null for everything else: a listener, a unix socket, SCTP, a file.</summary>
    public static SocketOrigin? Connection(int socket) => Option(socket, AcceptsConnections) == 0 ? Origin(socket) : null;

    /// <summary>The origin of a listening TCP socket; null when it is none, or when the kernel names no namespaces.</summary>
    public static SocketOrigin? Listener(int socket) => Option(socket, AcceptsConnections) == 1 ? Origin(socket) : null;

    private static SocketOrigin? Origin(int socket) =>
        Option(socket, Domain) is FamilyV4 or FamilyV6 && Option(socket, Type) == Stream && Option(socket, Protocol) == Tcp
        && Cookie(socket) is { } cookie && ListeningSocket.Address(socket) is { } local
            ? new SocketOrigin(cookie, local, Option(socket, V6Only, LevelIpV6) == 1)
            : null;

    private static int? Option(int socket, int option, int level = LevelSocket)
    {
        int value = 0, length = sizeof(int);
        return GetOption(socket, level, option, &value, &length) == 0 && length == sizeof(int) ? value : null;
    }

    private static ulong? Cookie(int socket)
    {
        ulong value = 0;
        var length = sizeof(ulong);
        return GetOption(socket, LevelSocket, NamespaceCookie, &value, &length) == 0 && length == sizeof(ulong) ? value : null;
    }

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetOption(int socket, int level, int option, void* value, int* length);
}
