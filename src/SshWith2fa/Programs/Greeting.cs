using System.Net;
using System.Text;
using SshWith2fa.Platform;

namespace SshWith2fa.Programs;

/// <summary>
/// Whether a server answers behind a forwarded port. That the port takes a connection says nothing: ssh does so before it asks the far end.
/// </summary>
/// <param name="Line">The first line, cut to 60 characters.</param>
/// <param name="IsOfItsKind">Whether that is how such a service begins.</param>
internal sealed record Greeting(string Line, bool IsOfItsKind)
{
    private const int Longest = 512;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(4);

    /// <summary>What the server says at first; null when nothing comes within four seconds.</summary>
    public static Greeting? Of(Service service, int port)
    {
        using var connection = BoundedConnection.Connect(new IPEndPoint(IPAddress.Loopback, port), Bound, out _);
        // A printing server waits to be asked.
        if (connection is null || (service == Service.Printing && !connection.Send("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n"u8)))
            return null;
        var bytes = new byte[Longest];
        var length = 0;
        while (length < Longest && !bytes.AsSpan(0, length).Contains((byte)'\n'))
        {
            var count = connection.Receive(bytes.AsSpan(length));
            if (count <= 0)
                break;
            length += count;
        }
        if (length == 0)
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var line = text.Split('\n')[0].TrimEnd('\r');
        return new Greeting(line.Length > 60 ? line[..60] : line, text.StartsWith(Start(service), StringComparison.Ordinal));
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
