using System.Net;
using System.Net.Sockets;

namespace SshWith2fa.Platform;

/// <summary>
/// A TCP connection of which each step is bounded, without the thread pool: where the machine is busy that is late, and the time would be over
/// before anybody looked.
/// </summary>
internal sealed class BoundedConnection : IDisposable
{
    private readonly Socket socket;
    private readonly TimeSpan bound;

    private BoundedConnection(Socket socket, TimeSpan bound) => (this.socket, this.bound) = (socket, bound);

    /// <summary>Null where nobody takes the connection in time; then the error says why.</summary>
    public static BoundedConnection? Connect(string host, int port, TimeSpan bound, out SocketError error)
    {
        error = SocketError.HostNotFound;
        foreach (var address in Addresses(host, bound))
            if (Connect(new IPEndPoint(address, port), bound, out error) is { } connection)
                return connection;
        return null;
    }

    public static BoundedConnection? Connect(IPEndPoint place, TimeSpan bound, out SocketError error)
    {
        var opened = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false, NoDelay = true };
        error = SocketError.Success;
        try
        {
            opened.Connect(place);
        }
        catch (SocketException fault)
        {
            error = fault.SocketErrorCode;
        }
        if (error is SocketError.WouldBlock or SocketError.InProgress)
            error = opened.Poll(bound, SelectMode.SelectWrite) ? (SocketError)(int)opened.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! : SocketError.TimedOut;
        if (error == SocketError.Success)
            return new BoundedConnection(opened, bound);
        opened.Dispose();
        return null;
    }

    /// <summary>False when it could not be sent at once: it is a line or two.</summary>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        _ = socket.Send(bytes, SocketFlags.None, out var error);
        return error == SocketError.Success;
    }

    /// <summary>How many bytes came: 0 at the end, -1 when none came in time.</summary>
    public int Receive(Span<byte> bytes)
    {
        if (!socket.Poll(bound, SelectMode.SelectRead))
            return -1;
        var count = socket.Receive(bytes, SocketFlags.None, out var error);
        return error == SocketError.Success ? count : 0;
    }

    public void Dispose() => socket.Dispose();

    private static IPAddress[] Addresses(string host, TimeSpan bound)
    {
        if (IPAddress.TryParse(host, out var address))
            return [address];
        IPAddress[] found = [];
        var look = new Thread(() =>
        {
            try
            {
                found = Dns.GetHostAddresses(host);
            }
            catch (SocketException)
            {
                // No such name, or nobody to ask.
            }
        }) { IsBackground = true };
        look.Start();
        return look.Join(bound) ? found : [];
    }
}
