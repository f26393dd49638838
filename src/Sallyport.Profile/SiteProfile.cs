namespace Sallyport.Profile;

/// <summary>What a site tells its users' machines: names, ports, keys and a fixed list of options, never a command.</summary>
/// <param name="Site">Short name of the site, for messages.</param>
/// <param name="Serial">Grows with every change; an older one is refused.</param>
/// <param name="IssuedAt">When the authority signed it.</param>
/// <param name="Outside">The public door, where a second factor is asked for.</param>
/// <param name="Inside">The hosts reached without one from inside; exactly one is the login server.</param>
/// <param name="Networks">CIDR ranges that count as inside.</param>
/// <param name="Forwards">Local ports of the day's session; the one named <see cref="SshForward"/> carries later logins.</param>
/// <param name="SocksPort">Local port of the dynamic forward, null for none.</param>
/// <param name="KeepaliveSeconds">ServerAliveInterval, 0 for none.</param>
public sealed record SiteProfile(
    string Site,
    long Serial,
    DateTimeOffset IssuedAt,
    DoorAddress Outside,
    IReadOnlyList<InsideHost> Inside,
    IReadOnlyList<string> Networks,
    IReadOnlyList<PortForward> Forwards,
    int? SocksPort,
    int KeepaliveSeconds,
    X11Preference X11,
    bool Compression,
    IReadOnlyList<HostKey> HostKeys,
    string Portal,
    SessionRules Session)
{
    /// <summary>Where the site's help pages are, or null. Messages end with it and the anchor of their paragraph.</summary>
    public string? Help { get; init; }

    /// <summary>The only format version there is.</summary>
    public const int Version = 1;

    /// <summary>Name of the forward that leads to the login server's own sshd.</summary>
    public const string SshForward = "ssh";

    public InsideHost LoginServer
    {
        get
        {
            for (var i = 0; i < Inside.Count; i++)
                if (Inside[i].Login)
                    return Inside[i];
            return Inside[0];
        }
    }

    /// <summary>The host that answers to a name (case does not matter), or null for a stranger.</summary>
    public InsideHost? HostNamed(string name)
    {
        for (var i = 0; i < Inside.Count; i++)
        {
            var names = Inside[i].Names;
            for (var j = 0; j < names.Count; j++)
                if (string.Equals(names[j], name, StringComparison.OrdinalIgnoreCase))
                    return Inside[i];
        }
        return null;
    }
}

public sealed record DoorAddress(string Host, int Port);

/// <summary>A host of the site. The first of its names is the one its host key is filed under.</summary>
public sealed record InsideHost(IReadOnlyList<string> Names, string Host, int Port, bool Login)
{
    public string Name => Names[0];
}

/// <summary>A local port carried by the session to a host inside.</summary>
public sealed record PortForward(string Name, int LocalPort, string Host, int Port, PortTaken IfTaken);

/// <summary>What to do when a forward's local port is in use: the per-forward form of ExitOnForwardFailure.</summary>
public enum PortTaken
{
    /// <summary>Take the next free port and say so.</summary>
    Next,

    /// <summary>Go without this forward and say so.</summary>
    Skip,

    /// <summary>End the session: it is of no use without this forward.</summary>
    Fail,
}

public enum X11Preference
{
    /// <summary>-X, or -Y where the X server has no SECURITY extension; nothing without a display.</summary>
    Auto,
    Untrusted,
    Trusted,
    Off,
}

/// <summary>One public host key and the names it is filed under.</summary>
public sealed record HostKey(IReadOnlyList<string> Hosts, string Key);

/// <summary>Bounds of a day's session.</summary>
/// <param name="MaxMinutes">Longest life of a session, 0 for no bound.</param>
/// <param name="WarnMinutes">How long before its end people are told.</param>
public sealed record SessionRules(int MaxMinutes, int WarnMinutes);
