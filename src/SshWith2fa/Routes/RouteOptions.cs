using System.Globalization;
using System.Net;
using Sallyport.Profile;
using SshWith2fa.Configuration;
using SshWith2fa.Master;

namespace SshWith2fa.Routes;

/// <summary>One line of an ssh_config, or one -o of a command line.</summary>
internal sealed record SshOption(string Keyword, string Value);

/// <summary>
/// Turns a route into options of ssh: the one table behind the command line we exec, the generated ssh_config and what
/// explain prints. Values are built from checked words only, see <see cref="Grammar"/>.
/// </summary>
internal sealed class RouteOptions(SiteProfile site, Settings settings, ClientPaths paths, RouteContext context)
{
    public const string Loopback = "127.0.0.1";

    /// <summary>OpenSSH lets untrusted windows in for the first 20 minutes of a connection; a session lasts a day.</summary>
    private const string LongestDay = "24h";

    public IReadOnlyList<SshOption> For(Route route) => route switch
    {
        Route.Inside inside => Inside(Named(inside.Name)),
        Route.ThroughMaster master => [Master(master.Name), new("ControlMaster", "no"), .. ForwardedPort(Named(master.Name), master.Port), .. X11()],
        Route.ThroughPort port => [new("ControlPath", "none"), .. ForwardedPort(Named(port.Name), port.Port), .. X11()],
        Route.OutsideDoor => OutsideDoor(),
        Route.Jump jump => [.. Jump(Named(jump.Name))],
        _ => [],
    };

    /// <summary>Options of the connection that becomes the day's session, whichever side it starts from.</summary>
    public IReadOnlyList<SshOption> DaysSession(NetworkLocation location, string socket) =>
    [
        .. location == NetworkLocation.Inside ? Place(site.LoginServer.Host, site.LoginServer.Port, site.LoginServer.Name) : Place(site.Outside.Host, site.Outside.Port, OutsideAlias()),
        .. Comfort(),
        new("ControlMaster", "yes"),
        new("ControlPath", Word(Escaped(socket))),
        new("ControlPersist", Persist()),
        new("PermitLocalCommand", "no"),
    ];

    /// <summary>For the generated ssh_config: a plain <c>ssh dora</c> outside becomes the day's session by itself.</summary>
    public IReadOnlyList<SshOption> OutsideDoor() =>
    [
        .. Place(site.Outside.Host, site.Outside.Port, OutsideAlias()),
        .. Comfort(),
        .. BecomeSession(),
    ];

    private List<SshOption> Inside(InsideHost host) =>
    [
        .. Place(host.Host, host.Port, host.Name),
        .. host.Login ? Comfort() : [],
        new("ControlMaster", "no"),
        new("ControlPath", "none"),
    ];

    /// <summary>For the generated ssh_config, inside: the same session with the same forwards, so that mail programs need no change.</summary>
    public IReadOnlyList<SshOption> InsideBecomingSession(InsideHost host) => [.. Place(host.Host, host.Port, host.Name), .. Comfort(), .. BecomeSession()];

    private List<SshOption> BecomeSession()
    {
        if (!context.HasControlSockets)
            return InlineForwards();
        return
        [
            new("ControlMaster", "auto"),
            Master(site.LoginServer.Name),
            new("ControlPersist", Persist()),
            new("PermitLocalCommand", "yes"),
            new("LocalCommand", $"{context.ShellQuotedOwnPath} record %r"),
        ];
    }

    private List<SshOption> InlineForwards()
    {
        var options = new List<SshOption>();
        foreach (var forward in site.Forwards)
            options.Add(new("LocalForward", $"{Loopback}:{Text(forward.LocalPort)} {forward.Host}:{Text(forward.Port)}"));
        if (site.SocksPort is { } socks)
            options.Add(new("DynamicForward", $"{Loopback}:{Text(socks)}"));
        return options;
    }

    private List<SshOption> Comfort()
    {
        var options = new List<SshOption>();
        if (site.Compression)
            options.Add(new("Compression", "yes"));
        if (site.KeepaliveSeconds > 0)
        {
            options.Add(new("ServerAliveInterval", Text(site.KeepaliveSeconds)));
            options.Add(new("ServerAliveCountMax", Text(KeepAlive.CountMax(site.KeepaliveSeconds))));
        }
        options.AddRange(X11());
        return options;
    }

    private SshOption[] X11() => context.X11 switch
    {
        X11Use.Off => [],
        X11Use.Trusted => [new("ForwardX11", "yes"), new("ForwardX11Trusted", "yes")],
        _ => [new("ForwardX11", "yes"), new("ForwardX11Trusted", "no"), new("ForwardX11Timeout", LongestDay)],
    };

    // The session's own login also answers at a local port: for GUI clients, for Windows, and when the master takes no more channels.
    // The address is still the door's: it is what ssh shows to people, and what it tells a ProxyCommand of somebody's own (mosh).
    private List<SshOption> ForwardedPort(InsideHost host, int port)
    {
        if (!context.HasControlSockets)
            return Place(Loopback, port == 0 ? host.Port : port, host.Name);
        var word = port == 0 || settings.WhenFull == WhenFull.Refuse ? "full" : Text(port);
        return [.. Place(UpMark, site.Outside.Port, host.Name), new("ProxyCommand", $"{context.ShellQuotedOwnPath} carry {word} {host.Name}")];
    }

    /// <summary>
    /// The HostName that the session's file sets, by which the blocks for "no session" know that they are not meant. Where people call the
    /// login server by its door's very name, the same name with the root's dot: DNS finds it, and it is not what was typed.
    /// </summary>
    public string UpMark => !context.HasControlSockets ? Loopback
        : site.HostNamed(site.Outside.Host) is null ? site.Outside.Host
        : IPAddress.TryParse(site.Outside.Host, out _) ? Loopback
        : site.Outside.Host.TrimEnd('.') + ".";

    private List<SshOption> Jump(InsideHost host) =>
    [
        .. Place(host.Host, host.Port, host.Name),
        new("ProxyCommand", $"{context.ShellQuotedOwnPath}{(context.AskInJump ? " --ask" : "")} ssh -W [%h]:%p{context.JumpLogin} {site.LoginServer.Name}"),
    ];

    private List<SshOption> Place(string host, int port, string alias) => [new("HostName", host), new("Port", Text(port)), .. Keys(alias)];

    private List<SshOption> Keys(string alias)
    {
        var options = new List<SshOption> { new("HostKeyAlias", alias), new("UserKnownHostsFile", $"\"{Escaped(paths.KnownHosts)}\" \"{Escaped(paths.UserKnownHosts)}\"") };
        options.Add(new("StrictHostKeyChecking", HasKey(alias) ? "yes" : "ask"));
        return options;
    }

    // The last part of the path holds ssh's own token.
    private SshOption Master(string name) => new("ControlPath", Word(Escaped(paths.Runtime) + "/" + Path.GetFileName(paths.ControlPath(name))));

    // ssh's prompts show this name. The login server's is the one that people type, but only where the door shows no key of its own.
    private string OutsideAlias() => site.HostKeys.All(key => !IsOf(key, site.Outside.Host) || IsOf(key, site.LoginServer.Name)) ? site.LoginServer.Name : site.Outside.Host;

    private string Persist() => settings.Idle is { } idle ? Text((int)idle.TotalSeconds) : "yes";

    private bool HasKey(string name) => site.HostKeys.Any(key => IsOf(key, name));

    private static bool IsOf(HostKey key, string name) => key.Hosts.Contains(name, StringComparer.OrdinalIgnoreCase);

    private InsideHost Named(string name) => site.HostNamed(name) ?? site.LoginServer;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // One word of an ssh_config, in quotes where it has to be.
    private static string Word(string text) => text.Contains(' ', StringComparison.Ordinal) || text.Contains('\'', StringComparison.Ordinal) ? $"\"{text}\"" : text;

    // ssh expands % in these values.
    private static string Escaped(string path) => path.Replace("%", "%%", StringComparison.Ordinal);

}

/// <summary>What of this machine goes into the options.</summary>
internal sealed record RouteContext(bool HasControlSockets, string OwnPath, X11Use X11, bool AskInJump)
{
    /// <summary>Whom to log in as on the login server when jumping over it; null to leave that to ssh.</summary>
    public string? JumpUser { get; init; }

    /// <summary>" -l USER", or nothing.</summary>
    public string JumpLogin => JumpUser is null ? "" : " -l " + JumpUser;

    /// <summary>For ProxyCommand, LocalCommand and Match exec: a word for the shell in which ssh expands no token.</summary>
    public string ShellQuotedOwnPath =>
        (HasControlSockets ? "'" + OwnPath.Replace("'", "'\\''", StringComparison.Ordinal) + "'" : $"\"{OwnPath}\"").Replace("%", "%%", StringComparison.Ordinal);
}

/// <summary>How X11 is forwarded from here.</summary>
internal enum X11Use
{
    Off,
    Untrusted,
    Trusted,
}
