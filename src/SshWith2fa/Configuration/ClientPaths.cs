using SshWith2fa.Platform;

namespace SshWith2fa.Configuration;

/// <summary>Where everything of ours lies. Nothing is written outside these two directories but one line in ~/.ssh/config.</summary>
internal sealed record ClientPaths(string Home, string Configuration, string Runtime)
{
    private const int LongestHost = 12;

    /// <summary>The person's own ssh configuration, which gets the one Include line.</summary>
    public string UserSshConfig => Path.Combine(Home, ".ssh", "config");

    public string UserKnownHosts => Path.Combine(Home, ".ssh", "known_hosts");

    public string SshConfig => Path.Combine(Configuration, "ssh_config");

    public string KnownHosts => Path.Combine(Configuration, "known_hosts");

    public string SiteFile => Path.Combine(Configuration, "site");

    public string SignedProfile => Path.Combine(Configuration, "profile.json");

    public string Settings => Path.Combine(Configuration, "settings");

    /// <summary>Directory with our ssh, scp and sftp, for the front of PATH.</summary>
    public string Links => Path.Combine(Configuration, "bin");

    /// <summary>There while a session is up; ssh reads it through our ssh_config, so that a ride starts no program of ours.</summary>
    public string SessionConfig => Path.Combine(Runtime, "session.conf");

    public string SessionState => Path.Combine(Runtime, "session");

    public string LocationCache => Path.Combine(Runtime, "where");

    /// <summary>The control socket with ssh's own %r (remote user) left open: one person's session never carries another's login.</summary>
    public string ControlPath(string host) => Path.Combine(Runtime, "%r@" + Short(host));

    public string ControlSocket(string user, string host) => Path.Combine(Runtime, user + "@" + Short(host));

    // A long name is cut, with a digest of the whole: the path of a socket is bounded.
    private static string Short(string host) => host.Length <= LongestHost ? host : host[..5] + "-" + Digest(host);

    /// <summary>The existing control sockets with that host, for every user name.</summary>
    public IReadOnlyList<string> ControlSockets(string host)
    {
        var name = "@" + Short(host);
        return Directory.Exists(Runtime)
            ? [.. Directory.EnumerateFiles(Runtime).Where(path => path.EndsWith(name, StringComparison.Ordinal))]
            : [];
    }

    /// <summary>Holds the path of <see cref="Runtime"/> as it was decided at set-up: every later call, whatever its environment, must find the same.</summary>
    public string RuntimeRecord => Path.Combine(Configuration, "runtime");

    public static ClientPaths Find(IPlatform platform)
    {
        var home = platform.Home;
        if (!platform.HasControlSockets)
        {
            var local = platform.Variable("LOCALAPPDATA") is { Length: > 0 } data ? data : Path.Combine(home, "AppData", "Local");
            return new ClientPaths(home, Path.Combine(local, "ssh-with-2fa"), Path.Combine(local, "ssh-with-2fa", "run"));
        }
        var xdg = platform.Variable("XDG_CONFIG_HOME") is { Length: > 0 } set && Path.IsPathRooted(set) ? set : Path.Combine(home, ".config");
        var configuration = Path.Combine(xdg, "ssh-with-2fa");
        var recorded = Files.ReadText(Path.Combine(configuration, "runtime"))?.TrimEnd('\n');
        return new ClientPaths(home, configuration, recorded is not null && Path.IsPathRooted(recorded) ? recorded : RuntimeDirectories(platform, home)[0]);
    }

    /// <summary>For set-up: the first of the usual places in which a control socket can have its path, or the usual one where there is none.</summary>
    public ClientPaths WithRoomFor(IPlatform platform, string user, string host)
    {
        if (!platform.HasControlSockets)
            return this;
        // The one that was decided on stays, as long as it can be there: a session may be up in it.
        IEnumerable<string> first = File.Exists(RuntimeRecord) && Directory.Exists(Path.GetDirectoryName(Runtime)) ? [Runtime] : [];
        foreach (var directory in first.Concat(RuntimeDirectories(platform, Home)))
            if (RuntimeFolder.HasRoom((this with { Runtime = directory }).ControlSocket(user, host)))
                return this with { Runtime = directory };
        return this;
    }

    // Never $TMPDIR or /tmp, where others can be first with a directory of that name.
    private static List<string> RuntimeDirectories(IPlatform platform, string home)
    {
        var found = new List<string>();
        if (platform.Variable("XDG_RUNTIME_DIR") is { Length: > 0 and < 40 } runtime && Path.IsPathRooted(runtime) && Directory.Exists(runtime))
            found.Add(Path.Combine(runtime, "ssh-with-2fa"));
        else if (SystemRuntime() is { } system)
            found.Add(Path.Combine(system, "ssh-with-2fa"));
        found.Add(Path.Combine(home, ".cache", "ssh-with-2fa", Host()));
        found.Add(Path.Combine(home, ".ssh-2fa", Digest(Environment.MachineName)));
        return found;
    }

    private static string? SystemRuntime()
    {
        // Programs started by cron or by su have no XDG_RUNTIME_DIR, yet must find the same session.
        if (!OperatingSystem.IsLinux())
            return null;
        var path = "/run/user/" + Native.GetUid();
        return Directory.Exists(path) ? path : null;
    }

    // A home directory may be shared by several machines; a socket is not.
    private static string Host()
    {
        var name = Environment.MachineName;
        return name.Length > 20 ? name[..20] : name;
    }

    private static string Digest(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(0, 3));
}
