using SshWith2fa.Platform;

namespace SshWith2fa.Session;

/// <summary>Where everything of ours lies. Nothing is written outside these two directories but one line in ~/.ssh/config.</summary>
internal sealed record Places(string Home, string Configuration, string Runtime)
{
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

    public string WhereCache => Path.Combine(Runtime, "where");

    /// <summary>The control socket with ssh's own %r (remote user) left open: one person's session never carries another's login.</summary>
    public string ControlPath(string host) => Path.Combine(Runtime, "%r@" + host);

    public string ControlSocket(string user, string host) => Path.Combine(Runtime, user + "@" + host);

    /// <summary>The control sockets with that host that are there, whoever logs in by them.</summary>
    public IReadOnlyList<string> ControlSockets(string host)
    {
        var name = "@" + host;
        return Directory.Exists(Runtime)
            ? [.. Directory.EnumerateFiles(Runtime).Where(path => path.EndsWith(name, StringComparison.Ordinal))]
            : [];
    }

    public static Places Find(IPlatform platform)
    {
        var home = platform.Home;
        if (!platform.HasControlSockets)
        {
            var local = platform.Variable("LOCALAPPDATA") is { Length: > 0 } data ? data : Path.Combine(home, "AppData", "Local");
            return new Places(home, Path.Combine(local, "ssh-with-2fa"), Path.Combine(local, "ssh-with-2fa", "run"));
        }
        var configuration = platform.Variable("XDG_CONFIG_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg) ? xdg : Path.Combine(home, ".config");
        return new Places(home, Path.Combine(configuration, "ssh-with-2fa"), RuntimeDirectory(platform, home));
    }

    // Control sockets have at most 104 bytes of path (sun_path on macOS), so never $TMPDIR.
    private static string RuntimeDirectory(IPlatform platform, string home) =>
        platform.Variable("XDG_RUNTIME_DIR") is { Length: > 0 and < 40 } runtime && Path.IsPathRooted(runtime) && Directory.Exists(runtime)
            ? Path.Combine(runtime, "ssh-with-2fa")
            : SystemRuntime() is { } system
                ? Path.Combine(system, "ssh-with-2fa")
                : Path.Combine(home, ".cache", "ssh-with-2fa", Host());

    private static string? SystemRuntime()
    {
        // Programs started by cron or by su have no XDG_RUNTIME_DIR, yet must find the same session.
        if (!OperatingSystem.IsLinux()) return null;
        var path = "/run/user/" + Native.GetUid();
        return Directory.Exists(path) ? path : null;
    }

    // A home directory may be shared by several machines; a socket is not.
    private static string Host()
    {
        var name = Environment.MachineName;
        return name.Length > 20 ? name[..20] : name;
    }
}
