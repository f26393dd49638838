using System.Net.Sockets;
using System.Text;
using Sallyport.Profile;
using SshWith2fa.Master;
using SshWith2fa.Platform;

namespace SshWith2fa.Checks;

/// <summary>The local ports, and the outside door.</summary>
internal static class PortChecks
{
    private static readonly TimeSpan DoorBound = TimeSpan.FromSeconds(5);

    public static IEnumerable<Finding> Of(SiteProfile site, LiveSession? session)
    {
        const string About = "ports";
        var bad = 0;
        if (session is { State: var state })
        {
            foreach (var forward in state.Forwards)
            {
                if (SessionProbe.Listens(forward.LocalPort))
                    continue;
                bad++;
                yield return Finding.Wrong(About, $"the session is up, but nothing listens at {forward.LocalPort} ({forward.Name}); \"ssh-with-2fa down\" and \"up\" fix this");
            }
            if (bad == 0)
                yield return Finding.Good(About, $"the session's {state.Forwards.Count} listen");
            yield break;
        }
        foreach (var (name, port) in site.Forwards.Select(forward => (forward.Name, forward.LocalPort)).Concat(site.SocksPort is { } socks ? [("socks", socks)] : []))
        {
            if (!SessionProbe.Listens(port))
                continue;
            bad++;
            yield return Finding.Hint(About, $"{port} ({name}) is in use by another program; the session will use another port, which \"ssh-with-2fa status\" shows");
        }
        if (bad == 0)
            yield return Finding.Good(About, "no session is up, and the ports it will use are free");
    }

    public static Finding Door(DoorAddress door)
    {
        const string About = "outside door";
        using var connection = BoundedConnection.Connect(door.Host, door.Port, DoorBound, out var error);
        if (connection is null)
            return Finding.Wrong(About, $"{door.Host}:{door.Port} cannot be reached from this network ({(error == SocketError.TimedOut ? "no answer" : error.ToString())})");
        // Some doors wait for the client's own line first.
        connection.Send("SSH-2.0-ssh-with-2fa_doctor\r\n"u8);
        var bytes = new byte[255];
        var count = connection.Receive(bytes);
        if (count < 0)
            return Finding.Wrong(About, $"{door.Host}:{door.Port} accepts the connection but sends nothing");
        var line = Encoding.ASCII.GetString(bytes, 0, count).Split('\r', '\n')[0];
        return line.StartsWith("SSH-2.0-", StringComparison.Ordinal)
            ? Finding.Good(About, $"{door.Host}:{door.Port} answers")
            : Finding.Wrong(About, count == 0 ? $"{door.Host}:{door.Port} closes the connection: perhaps there were too many attempts from here; wait a little and try again" : $"{door.Host}:{door.Port} says \"{line}\"");
    }
}
