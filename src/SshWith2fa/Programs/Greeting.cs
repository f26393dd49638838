using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SshWith2fa.Programs;

/// <summary>
/// Whether a server answers behind a forwarded port. That the port takes a connection says nothing: ssh does so before it asks the far end.
/// </summary>
internal static class Greeting
{
    private const int Longest = 512;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(4);

    /// <summary>The first line the server says, cut to 60 characters; null when nothing of the service's kind comes within four seconds.</summary>
    public static string? Of(Service service, int port)
    {
        try
        {
            using var bound = new CancellationTokenSource(Bound);
            return Read(service, port, bound.Token).GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<string?> Read(Service service, int port, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancel);
        // A printing server waits to be asked.
        if (service == Service.Printing) await socket.SendAsync("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n"u8.ToArray(), cancel);
        var bytes = new byte[Longest];
        var length = 0;
        while (length < Longest)
        {
            var count = await socket.ReceiveAsync(bytes.AsMemory(length), cancel);
            length += count;
            if (count == 0 || bytes.AsSpan(0, length).Contains((byte)'\n')) break;
        }
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        if (!text.StartsWith(Start(service), StringComparison.Ordinal)) return null;
        var line = text.Split('\n')[0].TrimEnd('\r');
        return line.Length > 60 ? line[..60] : line;
    }

    // RFC 3501 section 7.1, RFC 1939 section 3, RFC 5321 section 4.2, RFC 9112 section 4.
    private static string Start(Service service) => service switch
    {
        Service.Imap => "* ",
        Service.Pop => "+OK",
        Service.Smtp => "220",
        Service.Printing => "HTTP/1.",
        _ => "",
    };
}
