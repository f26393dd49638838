using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Configuration;
using SshWith2fa.Master;
using SshWith2fa.Platform;
using SshWith2fa.Routes;

namespace SshWith2fa.Session;

/// <summary>How raising a session ended.</summary>
internal enum StartOutcome
{
    Up,

    /// <summary>ssh did not get in; it said why itself.</summary>
    NoLogin,

    /// <summary>A forward that the profile calls indispensable could not be had.</summary>
    NoForward,
}

internal sealed record StartResult(StartOutcome Outcome, int ExitCode);

/// <summary>Brings the day's session up: one ssh that asks whatever the site asks, then stays as the master of all later calls.</summary>
internal sealed class SessionStarter(Invocation call, SiteProfile site)
{
    private static readonly TimeSpan TryBound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ResolveBound = TimeSpan.FromSeconds(5);

    // A busy machine may take a while, and what is already logged in is not given up for that.
    private static readonly TimeSpan MasterBound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SlowBound = TimeSpan.FromSeconds(30);

    private readonly Settings settings = Files.ReadText(call.Paths.Settings) is { } text ? Settings.Read(text).Settings : Settings.Default;

    /// <summary>Tells the tests in the generated ssh_config that the way is chosen already.</summary>
    public static (string Name, string Value) Routed { get; } = ("SSH_WITH_2FA_ROUTED", "1");

    private string Ssh => RealPrograms.Find("ssh", call.Platform) ?? "ssh";

    /// <param name="location">Which door.</param>
    /// <param name="connection">The person's own connection options.</param>
    /// <param name="user">The login name, null for the configured one.</param>
    /// <param name="until">When the session is to end.</param>
    /// <param name="terminal">A terminal that wants a warning before that, or null.</param>
    public StartResult Up(NetworkLocation location, IReadOnlyList<string> connection, string? user, DateTimeOffset? until = null, string? terminal = null)
    {
        user = UserOf(connection, user);
        var login = site.LoginServer.Name;
        var socket = call.Paths.ControlSocket(user, login);
        if (RuntimeFolder.Obstacle(call.Paths, socket) is { } obstacle)
            return new StartResult(StartOutcome.NoLogin, call.Fail(ExitCodes.Unavailable, obstacle));
        using var turn = LoginTurn.Take(call, login);
        var recorded = SessionState.Recorded(call.Paths);
        var health = recorded is null ? ControlSocket.Check(socket, SessionProbe.Bound).Health : Awaited(socket, recorded);
        if (health == MasterHealth.Alive && recorded is not null)
            return new StartResult(StartOutcome.Up, ExitCodes.Done);
        if (health == MasterHealth.Silent)
            return new StartResult(StartOutcome.NoLogin, call.Fail(ExitCodes.NoConnection, Refusal.SessionSilent(login).For(site)));
        if (health != MasterHealth.Alive)
        {
            if (recorded is not null)
            {
                call.Platform.Terminate(recorded.Process, call.Paths.ControlSocket(recorded.User, recorded.Host));
                new SessionProbe(call.Paths, call.Platform).Clear(recorded);
            }
            Files.Delete(socket);
            var status = call.Platform.Run(Ssh, Arguments(location, connection, user), [Routed]);
            if (status != 0)
                return new StartResult(StartOutcome.NoLogin, status);
        }
        return new SessionSetup(call, site).Settle(user, location, until, terminal, MasterBound);
    }

    // A busy machine, a stopped process: it has time, and the person a line. It is never ended for being slow.
    private MasterHealth Awaited(string socket, SessionState recorded)
    {
        var health = ControlSocket.Check(socket, SessionProbe.Bound).Health;
        if (health != MasterHealth.Silent || !call.Platform.IsRunning(recorded.Process))
            return health == MasterHealth.Silent ? MasterHealth.Dead : health;
        call.Terminal.Say($"the session with {recorded.Host} is slow to answer; waiting for it");
        return ControlSocket.Check(socket, SlowBound).Health;
    }

    /// <summary>The command line that becomes the master.</summary>
    public IReadOnlyList<string> Arguments(NetworkLocation location, IReadOnlyList<string> connection, string? user)
    {
        user = UserOf(connection, user);
        // What rides on the session gets windows by the session's own leave and display, or not at all.
        var context = new RouteContext(true, call.Platform.OwnPath, X11Display.For(site.X11, call.Platform, call.Paths), AskInJump: false);
        var options = new RouteOptions(site, settings, call.Paths, context).DaysSession(location, call.Paths.ControlSocket(user, site.LoginServer.Name));
        return [.. options.SelectMany(option => (string[])["-o", option.Keyword + "=" + option.Value]), .. connection, "-N", "-l", user, "--", site.LoginServer.Name];
    }

    /// <summary>Tries whether a login from there asks nobody anything: with a key that opens by itself. Nothing stays of it.</summary>
    public bool AsksNobody(NetworkLocation location, string user)
    {
        // The file of the session that is up would lead it over that one.
        string[] alone = ["-o", "BatchMode=yes", "-o", "ProxyCommand=none", "-o", "ControlMaster=no", "-o", "ControlPath=none", "-o", "ClearAllForwardings=yes"];
        var arguments = Arguments(location, [], user).Where(argument => argument != "-N");
        return call.Platform.Capture(Ssh, [.. alone, .. arguments, "true"], TryBound) is { ExitStatus: 0 };
    }

    private string UserOf(IReadOnlyList<string> connection, string? user)
    {
        if ((user ?? settings.User) is { } known)
            return known;
        var resolved = call.Platform.Capture(Ssh, ["-G", .. connection, "--", site.LoginServer.Name], ResolveBound);
        foreach (var line in (resolved?.Output ?? "").Split('\n'))
            if (line.StartsWith("user ", StringComparison.Ordinal))
                return line["user ".Length..];
        return call.Platform.UserName;
    }
}
