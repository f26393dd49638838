using System.Globalization;
using SshWith2fa.Platform;

namespace SshWith2fa.Master;

/// <summary>A program that uses the session now.</summary>
/// <param name="Through">"the control socket" or a forward's name.</param>
internal sealed record SessionClient(string Program, int Process, string Through);

/// <summary>
/// Who rides on the session. On Linux by /proc: connections to the forwarded ports by socket inode; control socket clients as the
/// person's ssh processes that hold a Unix socket and no network one. Elsewhere the list is empty.
/// </summary>
internal static class SessionClients
{
    /// <summary>What <see cref="SessionClient.Through"/> says of a client of the control socket.</summary>
    public const string ControlSocket = "the control socket";

    private const string Established = "01";

    public static IReadOnlyList<SessionClient> Of(SessionState state)
    {
        if (!OperatingSystem.IsLinux())
            return [];
        var ports = state.Forwards.ToDictionary(forward => forward.LocalPort, forward => forward.Name);
        var connected = Connections(ports);
        var network = NetworkSockets();
        var found = new List<SessionClient>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var process) || process == state.Process)
                continue;
            var sockets = Sockets(directory);
            if (sockets.Count == 0)
                continue;
            var name = Files.ReadText(directory + "/comm")?.TrimEnd('\n') ?? "";
            var forward = sockets.Select(inode => connected.GetValueOrDefault(inode)).FirstOrDefault(through => through is not null);
            if (forward is not null)
                found.Add(new SessionClient(name, process, forward));
            else if (name == "ssh" && !sockets.Exists(network.Contains))
                found.Add(new SessionClient(Above(directory) ?? name, process, ControlSocket));
        }
        return found;
    }

    // rsync, git, scp: the program behind the ssh says more than "ssh".
    private static string? Above(string directory)
    {
        var name = int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? Ancestors.NameOf(Ancestors.ParentOf(process)) : null;
        return name is "scp" or "sftp" or "rsync" or "git" or "unison" or "sshfs" ? name : null;
    }

    private static Dictionary<string, string> Connections(Dictionary<int, string> ports)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (remote, state, inode) in Tcp())
            if (state == Established && int.TryParse(remote[(remote.IndexOf(':', StringComparison.Ordinal) + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port) && ports.TryGetValue(port, out var name))
                found[inode] = name;
        return found;
    }

    private static HashSet<string> NetworkSockets() => Tcp().Select(line => line.Inode).ToHashSet(StringComparer.Ordinal);

    // /proc/net/tcp: sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …
    private static IEnumerable<(string Remote, string State, string Inode)> Tcp() =>
        ((Files.ReadText("/proc/net/tcp") ?? "") + (Files.ReadText("/proc/net/tcp6") ?? ""))
            .Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[0].EndsWith(':'))
            .Select(fields => (fields[2], fields[3], fields[9]));

    /// <summary>The inodes of the sockets that a process (its directory in /proc) holds; none where it may not be looked at.</summary>
    public static List<string> Sockets(string directory)
    {
        try
        {
            return Directory.EnumerateFiles(directory + "/fd")
                .Select(file => new FileInfo(file).LinkTarget)
                .Where(target => target is not null && target.StartsWith("socket:[", StringComparison.Ordinal))
                .Select(target => target!["socket:[".Length..^1])
                .ToList();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
