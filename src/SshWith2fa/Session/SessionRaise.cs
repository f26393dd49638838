using SshWith2fa.Commands;
using SshWith2fa.Platform;
using SshWith2fa.Profile;
using SshWith2fa.Routes;

namespace SshWith2fa.Session;

/// <summary>How raising a session ended.</summary>
internal enum RaiseOutcome
{
    Up,

    /// <summary>ssh did not get in; it said why itself.</summary>
    NoLogin,

    /// <summary>A forward that the profile calls indispensable could not be had.</summary>
    NoForward,
}

internal sealed record Raised(RaiseOutcome Outcome, int ExitCode);

/// <summary>Brings the day's session up: one ssh that asks whatever the site asks, then stays as the master of all later calls.</summary>
internal sealed class SessionRaise(Invocation call, SiteProfile site)
{
    private static readonly TimeSpan ResolveBound = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MasterBound = TimeSpan.FromSeconds(5);

    private readonly Settings _settings = Files.ReadText(call.Places.Settings) is { } text ? Settings.Read(text).Settings : Settings.Default;

    /// <summary>Tells the tests in the generated ssh_config that the way is chosen already.</summary>
    public static (string Name, string Value) Routed { get; } = ("SSH_WITH_2FA_ROUTED", "1");

    private string Ssh => RealPrograms.Find("ssh", call.Platform) ?? "ssh";

    /// <param name="side">Which door.</param>
    /// <param name="connection">The person's own connection options.</param>
    /// <param name="user">The login name, null for the configured one.</param>
    /// <param name="until">When the session is to end.</param>
    /// <param name="terminal">A terminal that wants a warning before that, or null.</param>
    public Raised Up(Side side, IReadOnlyList<string> connection, string? user, DateTimeOffset? until = null, string? terminal = null)
    {
        user = UserOf(connection, user);
        var socket = call.Places.ControlSocket(user, site.LoginServer.Name);
        Files.MakePrivateDirectory(call.Places.Runtime);
        if (ControlSocket.Check(socket, SessionProbe.Bound).Health != MasterHealth.Alive)
        {
            if (Files.ReadText(call.Places.SessionState) is { } text && SessionState.Read(text) is { } old)
            {
                // It had its 200 ms; a new login takes its place.
                call.Platform.Terminate(old.Process);
                new SessionProbe(call.Places, call.Platform).Clear(old);
            }
            Files.Delete(socket);
            var status = call.Platform.Run(Ssh, Arguments(side, connection, user), [Routed]);
            if (status != 0) return new Raised(RaiseOutcome.NoLogin, status);
        }
        return new SessionSettling(call, site).Settle(user, side, until, terminal, MasterBound);
    }

    /// <summary>The command line that becomes the master.</summary>
    public IReadOnlyList<string> Arguments(Side side, IReadOnlyList<string> connection, string? user)
    {
        user = UserOf(connection, user);
        // What rides on the session gets windows by the session's own leave and display, or not at all.
        var context = new RouteContext(true, call.Platform.OwnPath, X11Display.For(site.X11, call.Platform, call.Places), AskInJump: false);
        var options = new RouteOptions(site, _settings, call.Places, context).DaysSession(side, call.Places.ControlSocket(user, site.LoginServer.Name));
        return [.. options.SelectMany(option => (string[])["-o", option.Keyword + "=" + option.Value]), .. connection, "-N", "-l", user, "--", site.LoginServer.Name];
    }

    private string UserOf(IReadOnlyList<string> connection, string? user)
    {
        if ((user ?? _settings.User) is { } known) return known;
        var resolved = call.Platform.Capture(Ssh, ["-G", .. connection, "--", site.LoginServer.Name], ResolveBound);
        foreach (var line in (resolved?.Output ?? "").Split('\n'))
            if (line.StartsWith("user ", StringComparison.Ordinal)) return line["user ".Length..];
        return call.Platform.UserName;
    }
}
