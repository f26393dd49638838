using System.Globalization;
using System.Net;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Connections;

/// <summary>A proxy's end of a connection to this gate: all that an sshd started on it sees.</summary>
internal sealed record ProxyEnd(SourceAddress Source, ushort Port);

/// <summary>
/// Who is behind a connection whose sshd sees only the proxy. Asked by what a program on this machine knows: the proxy's address and port
/// (SSH_CONNECTION), or a process of the session (a PAM module's own).
/// </summary>
internal static class TrueAddress
{
    /// <summary>A PAM conversation runs in a child of sshd's, a user's program some shells below it.</summary>
    private const int Generations = 16;

    public static IPEndPoint? ByEnd(ConnectionSet connections, IPAddress proxy, int port)
    {
        var end = new ProxyEnd(SourceAddress.From(proxy), (ushort)port);
        return EndPoint(connections.All.FirstOrDefault(connection => connection.Proxy == end));
    }

    public static IPEndPoint? ByProcess(ConnectionSet connections, int pid, Func<int, int> parentOf)
    {
        for (var generation = 0; generation < Generations && pid > 1; generation++)
        {
            if (connections.All.FirstOrDefault(connection => connection.Pid == pid && connection.Stage == Stage.Running) is { } connection)
                return connection.Proxy is null ? null : EndPoint(connection);
            pid = parentOf(pid);
        }

        return null;
    }

    /// <summary>From /proc; 0 when the process is gone.</summary>
    public static int ParentOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var words = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // the name before may hold anything
            return int.Parse(words[1], NumberStyles.None, CultureInfo.InvariantCulture);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static IPEndPoint? EndPoint(Connection? connection) =>
        connection is null ? null : new IPEndPoint(connection.Source.ToIPAddress(), connection.Port);
}
