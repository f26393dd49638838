using System.Net;
using System.Net.Sockets;
using Sallyport.Gate.Linux;

namespace Sallyport.Gate.Relay;

/// <summary>What a trial connection from a foreign address came to.</summary>
public enum RoutingFinding
{
    /// <summary>The backend's answers come back here.</summary>
    Works,

    /// <summary>CAP_NET_RAW is missing (or CAP_NET_ADMIN for a mark on kernels before 5.17).</summary>
    NotPermitted,

    /// <summary>The backend's answers go astray: the two rules are missing.</summary>
    NoWayBack,

    /// <summary>Nothing listens at the backend.</summary>
    BackendRefused,
}

/// <summary>
/// The routing that <c>relay-source = client</c> needs: the backend answers to the client's address, and the answers must stay on this
/// machine. Without a mark the backend listens on loopback, and what loopback sends is kept; with a mark it may listen on any address of
/// the machine, and what carries the mark is kept.
/// </summary>
public static class TransparentRouting
{
    /// <summary>The number of the routing table; free for others to change together with both rules.</summary>
    public const int Table = 5411;

    private static readonly IPAddress TestV4 = IPAddress.Parse("192.0.2.254"), TestV6 = IPAddress.Parse("2001:db8::5411");

    /// <summary>The commands, for root, that make the two rules of each family until the next boot.</summary>
    public static IReadOnlyList<string> Commands(int mark)
    {
        var v4 = mark == 0 ? "from 127.0.0.0/8 iif lo" : $"fwmark {mark}";
        var v6 = mark == 0 ? "from ::1 iif lo" : $"fwmark {mark}";
        string[] rules =
        [
            $"ip -4 rule add {v4} lookup {Table}",
            $"ip -4 route add local default dev lo table {Table}",
            $"ip -6 rule add {v6} lookup {Table}",
            $"ip -6 route add local default dev lo table {Table}",
        ];
        return mark == 0 ? rules : [.. rules, "sysctl -w net.ipv4.tcp_fwmark_accept=1"];
    }

    /// <summary>
    /// Tries one connection from an address of a documentation network, so that nobody's real address is lent. The backend sees it come
    /// and go.
    /// </summary>
    public static async Task<RoutingFinding> ProbeAsync(IPEndPoint backend, int mark, TimeSpan patience, TimeProvider time)
    {
        var address = backend.AddressFamily == AddressFamily.InterNetworkV6 ? TestV6 : TestV4;
        var outcome = Outbound.Begin(backend, new ForeignSource(new IPEndPoint(address, 0), mark), out var descriptor);
        if (outcome is ErrnoCode.NotPermitted or ErrnoCode.NoPermission)
            return RoutingFinding.NotPermitted;
        if (outcome is not (ErrnoCode.Ok or ErrnoCode.InProgress))
            return RoutingFinding.BackendRefused;
        using var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        var deadline = time.GetTimestamp() + (long)(patience.TotalSeconds * time.TimestampFrequency);
        while (!socket.Poll(0, SelectMode.SelectWrite) && !socket.Poll(0, SelectMode.SelectError))
        {
            if (time.GetTimestamp() > deadline)
                return RoutingFinding.NoWayBack;
            await Task.Delay(TimeSpan.FromMilliseconds(10), time, CancellationToken.None);
        }

        return StreamSocket.PendingError(descriptor) switch
        {
            ErrnoCode.Ok => RoutingFinding.Works,
            ErrnoCode.ConnectionRefused or ErrnoCode.ConnectionReset => RoutingFinding.BackendRefused,
            _ => RoutingFinding.NoWayBack,
        };
    }
}
