using System.Globalization;
using Sallyport.Profile;
using SshWith2fa.Arguments;
using SshWith2fa.Calls;
using SshWith2fa.Master;
using SshWith2fa.Platform;
using SshWith2fa.Routes;
using SshWith2fa.Session;

namespace SshWith2fa.Commands;

/// <summary>Starts the day's session in the background; on Windows, where ssh cannot go there, it stays in this window.</summary>
internal static class UpCommand
{
    public const string Synopsis = "up [[USER@]HOST] [--until HH:MM] [--warn]";

    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        var flags = Flags.Read(call.Arguments, ["--warn"], ["--until"], mostOperands: 1);
        if (flags.Mistake is { } mistake)
            return Task.FromResult(call.Fail(ExitCodes.Usage, mistake));
        var inputs = new RouteInputs(call.Platform, call.Paths, call.Time, call.Ask);
        if (inputs.Site?.Profile is not { } site)
            return Task.FromResult(call.Fail(ExitCodes.Unavailable, "not set up yet; run ssh-with-2fa setup https://PORTAL"));
        var destination = flags.Operands.Count == 1 ? Destination.OfSsh(flags.Operands[0]) : new Destination(null, site.LoginServer.Name, null);
        if (destination is null || site.HostNamed(destination.Host) is not { Login: true })
            return Task.FromResult(call.Fail(ExitCodes.Usage, $"a session is always with the login server, {site.LoginServer.Name}"));
        DateTimeOffset? until = null;
        if (flags.Value("--until") is { } text && (until = Clock(text, call.Time)) is null)
            return Task.FromResult(call.Fail(ExitCodes.Usage, "--until needs a time of day such as 19:00"));
        if (until is { } then && then.ToOffset(call.Time.GetLocalNow().Offset).Date > call.Time.GetLocalNow().Date)
            call.Terminal.Say($"{flags.Value("--until")} has already passed today: the session will end tomorrow at that time");
        if (inputs.Session() is { } session)
            return Task.FromResult(Already(call, site, session, until));
        if (!call.Platform.HasControlSockets)
            return Task.FromResult(InThisWindow(call, site, inputs, destination));
        return Task.FromResult(InBackground(call, site, inputs, destination, until, flags.Has("--warn")));
    }

    /// <summary>The next moment at which a clock here shows that time; null for what is no time of day.</summary>
    public static DateTimeOffset? Clock(string text, TimeProvider time)
    {
        if (!TimeOnly.TryParseExact(text, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
            return null;
        var here = time.GetLocalNow();
        var then = here.Date.Add(clock.ToTimeSpan());
        if (then <= here.DateTime)
            then = then.AddDays(1);
        return new DateTimeOffset(then, time.LocalTimeZone.GetUtcOffset(then)).ToUniversalTime();
    }

    private static int Already(Invocation call, SiteProfile site, LiveSession session, DateTimeOffset? until)
    {
        if (until is { } end)
            new SessionSetup(call, site).Write(session.State with { Until = end });
        call.Terminal.Say($"a session of {session.State.User} with {session.State.Host} is already up");
        return ExitCodes.Done;
    }

    private static int InBackground(Invocation call, SiteProfile site, RouteInputs inputs, Destination destination, DateTimeOffset? until, bool warn)
    {
        var terminal = warn ? TerminalName() : null;
        var somebodyIsThere = call.Ask || inputs.CanBeAskedByAnyWay();
        // Without anybody to ask, ssh would begin a login with empty answers.
        if (!somebodyIsThere && inputs.Location() == NetworkLocation.Outside)
            return call.Fail(ExitCodes.NoConnection, Refusal.NobodyHere.For(site));
        IReadOnlyList<string> connection = somebodyIsThere ? [] : ["-o", "BatchMode=yes"];
        var started = new SessionStarter(call, site).Up(inputs.Location(), connection, destination.User, until, terminal);
        if (started.Outcome == StartOutcome.Up)
            call.Terminal.Say($"the session with {site.LoginServer.Name} is up; \"ssh-with-2fa status\" shows it, \"ssh-with-2fa down\" ends it");
        return started.ExitCode;
    }

    // Windows OpenSSH neither goes to the background nor has control sockets: the window with this command is the session.
    private static int InThisWindow(Invocation call, SiteProfile site, RouteInputs inputs, Destination destination)
    {
        var context = new RouteContext(HasControlSockets: false, call.Platform.OwnPath, X11Use.Off, AskInJump: false);
        var options = new RouteOptions(site, inputs.Settings, call.Paths, context);
        var chosen = inputs.Location() == NetworkLocation.Inside ? options.InsideBecomingSession(site.LoginServer) : options.OutsideDoor();
        var user = destination.User ?? inputs.Settings.User;
        var arguments = chosen.SelectMany(option => (string[])["-o", option.Keyword + "=" + option.Value]).ToList();
        if (user is not null)
            arguments.AddRange(["-l", user]);
        call.Terminal.Say("leave this window open: it is the session; Ctrl-C ends it");
        using var over = new CancellationTokenSource();
        var recording = RecordWhenUp(call, site, user ?? call.Platform.UserName, inputs.Location(), over.Token);
        var status = call.Platform.Run(RealPrograms.Find("ssh", call.Platform) ?? "ssh", [.. arguments, "-N", "--", site.LoginServer.Name], [SessionStarter.Routed]);
        over.Cancel();
        if (recording.GetAwaiter().GetResult() is { } state)
            new SessionProbe(call.Paths, call.Platform).Clear(state);
        return status;
    }

    // The person may take minutes to type a code; the session is up when its port listens.
    private static async Task<SessionState?> RecordWhenUp(Invocation call, SiteProfile site, string user, NetworkLocation location, CancellationToken cancel)
    {
        var forwards = site.Forwards.Select(forward => new OpenForward(forward.Name, forward.LocalPort, forward.LocalPort, forward.Host, forward.Port)).ToList();
        if (site.SocksPort is { } socks)
            forwards.Add(new OpenForward("socks", socks, socks, "", 0));
        if (forwards.Find(forward => forward.Name == SiteProfile.SshForward) is not { } ssh || SessionProbe.Listens(ssh.LocalPort))
            return null;
        try
        {
            while (!SessionProbe.Listens(ssh.LocalPort))
                await Task.Delay(TimeSpan.FromMilliseconds(500), call.Time, cancel);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        var state = new SessionState(user, site.LoginServer.Name, 0, call.Time.GetUtcNow(), null, location == NetworkLocation.Inside ? "inside" : "outside", forwards, []);
        new SessionSetup(call, site).Write(state);
        return state;
    }

    private static string? TerminalName() =>
        File.ResolveLinkTarget("/proc/self/fd/2", returnFinalTarget: false)?.FullName is { } name && name.StartsWith("/dev/", StringComparison.Ordinal) ? name : null;
}
