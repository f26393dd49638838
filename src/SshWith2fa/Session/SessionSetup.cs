using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Configuration;
using SshWith2fa.Master;
using SshWith2fa.Platform;
using SshWith2fa.Routes;
using SshWith2fa.SshConfig;

namespace SshWith2fa.Session;

/// <summary>Makes a day's session of a master that has just logged in: opens its forwards, writes down what there is, sets a monitor to watch it.</summary>
internal sealed class SessionSetup(Invocation call, SiteProfile site)
{
    /// <summary>Ports above the wanted one that are tried before a forward is given up.</summary>
    private const int Tries = 40;

    private readonly Settings settings = Files.ReadText(call.Paths.Settings) is { } text ? Settings.Read(text).Settings : Settings.Default;

    /// <param name="patience">How long the master may take to answer at first.</param>
    public StartResult Settle(string user, NetworkLocation location, DateTimeOffset? until, string? terminal, TimeSpan patience)
    {
        var login = site.LoginServer;
        var socket = call.Paths.ControlSocket(user, login.Name);
        using var master = ControlSocket.Connect(socket, patience, out _);
        if (master is null)
            return new StartResult(StartOutcome.NoLogin, call.Fail(ExitCodes.NoConnection, "ssh logged in, but its control socket does not answer; is ControlMaster forbidden somewhere?"));
        var forwards = new List<OpenForward>();
        foreach (var wanted in Wanted())
        {
            if (Open(master, wanted, forwards) is { } open)
                forwards.Add(open);
            else if (wanted.IfTaken == PortTaken.Fail)
            {
                master.End();
                return new StartResult(StartOutcome.NoForward, call.Fail(ExitCodes.Unavailable, $"local port {wanted.LocalPort} ({wanted.Name}) is in use, and the site says that a session is useless without it; the session was ended"));
            }
        }
        var (health, process) = ControlSocket.Check(socket, patience);
        if (health != MasterHealth.Alive)
            return Over();
        var now = call.Time.GetUtcNow();
        var state = new SessionState(user, login.Name, process, now, End(now, until), location == NetworkLocation.Inside ? "inside" : "outside", forwards, terminal is null ? [] : [terminal]);
        try
        {
            Write(state);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            master.End();
            new SessionProbe(call.Paths, call.Platform).Clear(state);
            return new StartResult(StartOutcome.NoLogin, call.Fail(ExitCodes.Unavailable, $"{call.Paths.Runtime} cannot be written, so the session was ended: make it writable, then try again"));
        }
        if (ControlSocket.Check(socket, patience).Health != MasterHealth.Alive)
        {
            new SessionProbe(call.Paths, call.Platform).Clear(state);
            return Over();
        }
        call.Platform.StartDetached(call.Platform.OwnPath, ["keep", user]);
        return new StartResult(StartOutcome.Up, ExitCodes.Done);
    }

    /// <summary>After a refresh: the session that is up gets the new hosts and forwards at once, and the person is told what it does not get.</summary>
    public void TakeOver(SessionState state, SiteProfile before)
    {
        var forwards = new List<OpenForward>(state.Forwards);
        using (var master = ControlSocket.Connect(call.Paths.ControlSocket(state.User, state.Host), SessionProbe.Bound, out _))
        {
            foreach (var wanted in Wanted())
            {
                if (forwards.Exists(forward => forward.Name == wanted.Name))
                    continue;
                if (master is not null && Open(master, wanted, forwards) is { } open)
                {
                    forwards.Add(open);
                    call.Terminal.Say($"new: {wanted.Name} is at 127.0.0.1:{open.LocalPort}");
                }
            }
        }
        Write(state with { Forwards = forwards });
        var moved = site.LoginServer.Name != before.LoginServer.Name || site.LoginServer.Host != before.LoginServer.Host || site.LoginServer.Port != before.LoginServer.Port || site.Outside != before.Outside;
        var stale = forwards.Exists(open => !open.IsSocks && !site.Forwards.Any(wanted => wanted.Name == open.Name && wanted.Host == open.Host && wanted.Port == open.Port));
        if (moved || stale)
            call.Terminal.Say($"the current session still has the old {(moved ? "login server or door" : "forwards")}; use \"ssh-with-2fa down\" and \"up\" to change this");
    }

    /// <summary>"down" came while the forwards were opened.</summary>
    private static StartResult Over() => new(StartOutcome.NoLogin, ExitCodes.NoConnection);

    /// <summary>Writes the session's two files. Where only some programs may ride, plain ssh is not told of the session.</summary>
    public void Write(SessionState state)
    {
        Files.WritePrivate(call.Paths.SessionState, state.Write());
        if (settings.Share is not null)
            return;
        var context = new RouteContext(call.Platform.HasControlSockets, call.Platform.OwnPath, X11Display.Standing(site.X11), AskInJump: false);
        Files.WritePrivate(call.Paths.SessionConfig, new GeneratedConfig(site, settings, call.Paths, context).WhileUp(state));
    }

    private DateTimeOffset? End(DateTimeOffset now, DateTimeOffset? until)
    {
        if (site.Session.MaxMinutes == 0)
            return until;
        var latest = now.AddMinutes(site.Session.MaxMinutes);
        return until is { } chosen && chosen < latest ? chosen : latest;
    }

    private IEnumerable<PortForward> Wanted() =>
        site.SocksPort is { } socks ? site.Forwards.Append(new PortForward("socks", socks, "", 0, PortTaken.Next)) : site.Forwards;

    private OpenForward? Open(ControlSocket master, PortForward wanted, List<OpenForward> open)
    {
        var last = wanted.IfTaken == PortTaken.Next ? wanted.LocalPort + Tries : wanted.LocalPort;
        for (var port = wanted.LocalPort; port <= Math.Min(last, 65535); port++)
        {
            if (port != wanted.LocalPort && (IsWantedByAnother(port) || open.Exists(forward => forward.LocalPort == port)))
                continue;
            var answer = wanted.Port == 0 ? master.ForwardDynamically(port) : master.Forward(port, wanted.Host, wanted.Port);
            if (answer == MasterAnswer.None)
                break;
            if (answer != MasterAnswer.Done)
                continue;
            if (port != wanted.LocalPort)
                call.Terminal.Say($"local port {wanted.LocalPort} is in use: {wanted.Name} is at {port} today");
            return new OpenForward(wanted.Name, wanted.LocalPort, port, wanted.Host, wanted.Port);
        }
        if (wanted.IfTaken != PortTaken.Fail)
            call.Terminal.Say($"local port {wanted.LocalPort} is in use: no {wanted.Name} today");
        return null;
    }

    private bool IsWantedByAnother(int port) => port == site.SocksPort || site.Forwards.Any(forward => forward.LocalPort == port);
}
