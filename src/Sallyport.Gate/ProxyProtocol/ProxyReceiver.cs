using System.Net;
using System.Net.Sockets;
using Sallyport.Gate.Linux;

namespace Sallyport.Gate.ProxyProtocol;

/// <summary>
/// Reads the header from a connection of a listed source by peeking, and takes exactly its bytes once it is whole: what follows belongs
/// to sshd. Called again whenever more has arrived; how long to wait is the caller's to say.
/// </summary>
internal static class ProxyReceiver
{
    /// <param name="socket">A connected socket; it is never waited on.</param>
    /// <param name="proxy">The address of the listed source.</param>
    public static ProxyReading Receive(int socket, IPAddress proxy)
    {
        Span<byte> window = stackalloc byte[ProxyParser.Window];
        var seen = StreamSocket.PeekAt(socket, window);
        if (seen < 0)
            return Errno.Last is ErrnoCode.Again or ErrnoCode.Interrupted ? ProxyReading.Incomplete : ProxyReading.Refused(ProxyFault.EndedEarly);
        if (seen == 0)
            return ProxyReading.Refused(ProxyFault.EndedEarly);
        var reading = Judge(ProxyParser.Parse(window[..(int)seen]), proxy);
        if (reading.Length == 0 || StreamSocket.Discard(socket, reading.Length) == reading.Length)
            return reading;
        return ProxyReading.Refused(ProxyFault.EndedEarly);
    }

    /// <summary>Whether the address can be a client's, coming from that proxy.</summary>
    internal static ProxyReading Judge(ProxyReading reading, IPAddress proxy)
    {
        if (reading.Header is not { } header)
            return reading;
        var usable = IsHost(header.Source.Address) && (!IPAddress.IsLoopback(header.Source.Address) || IPAddress.IsLoopback(ProxyHeader.Plain(proxy)));
        return usable ? reading : ProxyReading.Refused(ProxyFault.Address);
    }

    private static bool IsHost(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return !address.IsIPv6Multicast && !address.IsIPv6LinkLocal && !address.Equals(IPAddress.IPv6Any);
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return bytes[0] is > 0 and < 224; // 0/8 is "this network"; 224/4 multicast; 240/4 and broadcast are nobody
    }
}
