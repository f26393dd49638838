using Sallyport.Profile;
using SshWith2fa.Arguments;
using SshWith2fa.Master;

namespace SshWith2fa.Routes;

/// <summary>A route and the steps that led to it, for --debug and explain.</summary>
internal sealed record RouteDecision(Route Route, IReadOnlyList<string> Trace)
{
    /// <summary>Decides for one call. Pure: all it knows comes from <paramref name="inputs"/>.</summary>
    public static RouteDecision Make(CommandLine line, IRouteInputs inputs)
    {
        var trace = new List<string>();
        return new RouteDecision(Decide(line, inputs, trace), trace);
    }

    private static Route Decide(CommandLine line, IRouteInputs inputs, List<string> trace)
    {
        Route Untouched(string why)
        {
            trace.Add(why + ": the real " + OptionTable.NameOf(line.Program) + " runs unchanged");
            return new Route.Untouched();
        }

        // 1. Is it ours at all?
        if (inputs.Site is not { } site)
            return Untouched("not set up (ssh-with-2fa setup)");
        if (line.Destinations.Count == 0)
            return Untouched("no destination");
        if (WantsSomethingElse(line) is { } other)
            return Untouched(other);
        if (CommonHost(line, inputs, site.Profile, trace) is not { } host)
            return Untouched("not one of " + site.Profile.Site + "'s hosts, or several hosts at once");
        if (line.Port is { } port && port != host.Port)
            return Untouched($"port {port} was asked for, not {host.Name}'s {host.Port}");

        // 2. Does a session carry it?
        if (inputs.Session() is { } session)
        {
            trace.Add($"a session of {session.State.User} with {session.State.Host} is up ({(session.Transport == SessionTransport.Master ? "control socket" : "forwarded port")}){(session.IsSlow ? ", slow to answer just now" : "")}");
            var kind = ProgramKind.Of(line);
            if (inputs.Settings.Share is { } share && !share.Contains(kind, StringComparer.Ordinal))
                return NotShared(line, inputs, trace, kind, host);
            return Over(session, host, site.Profile, trace);
        }
        trace.Add("no session is up");

        // 3. Otherwise by where this machine stands.
        if (inputs.Location() == NetworkLocation.Inside)
        {
            trace.Add("this machine is inside: directly to the host, no second factor");
            return new Route.Inside(host.Name);
        }
        trace.Add("this machine is outside");
        return Door(line, inputs, host, trace);
    }

    private static Route Over(LiveSession session, InsideHost host, SiteProfile site, List<string> trace)
    {
        if (!host.Login)
        {
            trace.Add("through " + site.LoginServer.Name + ", over the session");
            return new Route.Jump(host.Name);
        }
        var port = session.State.Forward(SiteProfile.SshForward)?.LocalPort ?? 0;
        if (session.Transport == SessionTransport.Master)
        {
            trace.Add("over its control socket: no second factor, no password");
            return new Route.ThroughMaster(host.Name, port);
        }
        trace.Add($"to its forwarded port {port}: no second factor");
        return new Route.ThroughPort(host.Name, port);
    }

    private static Route NotShared(CommandLine line, IRouteInputs inputs, List<string> trace, string kind, InsideHost host)
    {
        trace.Add($"the settings let only {string.Join(", ", inputs.Settings.Share ?? [])} use it, not {kind}");
        if (inputs.Location() == NetworkLocation.Inside)
            return new Route.Inside(host.Name);
        return inputs.CanAsk(line)
            ? Door(line, inputs, host, trace)
            : new Route.Refused(RouteRefusal.NotShared, inputs.Settings.Mistake is { } mistake ? Refusal.NotShared(kind) with { Sentence = mistake } : Refusal.NotShared(kind));
    }

    private static Route Door(CommandLine line, IRouteInputs inputs, InsideHost host, List<string> trace)
    {
        if (!inputs.CanAsk(line))
        {
            trace.Add("nobody can be asked for a second factor here, and a login is never started without the user's knowledge");
            return new Route.Refused(RouteRefusal.NobodyToAsk, Refusal.NoSession(host.Name));
        }
        if (!host.Login)
        {
            trace.Add("through the outside door to the login server, and from there to the host");
            return new Route.Jump(host.Name);
        }
        trace.Add("to the outside door: the code and the password are asked for");
        return new Route.OutsideDoor(host.Name);
    }

    // What the person said about the way outranks the site's.
    private static string? WantsSomethingElse(CommandLine line)
    {
        if (line.Has('J') || Set(line, "ProxyJump"))
            return "a jump host was given (-J)";
        if (Set(line, "ProxyCommand"))
            return "a ProxyCommand was given";
        if (line.Program != SshProgram.Ssh)
            return line.Has('D') ? "-D runs a local server" : null;
        if (line.Has('V') || line.Has('Q') || line.Has('G'))
            return "it only prints something";
        return line.Has('O') ? "-O speaks to a control master" : null;
    }

    private static bool Set(CommandLine line, string keyword) => line.Setting(keyword) is { } value && !value.Equals("none", StringComparison.OrdinalIgnoreCase);

    // scp may name two hosts; options on the command line would hold for both, so both must be the same.
    private static InsideHost? CommonHost(CommandLine line, IRouteInputs inputs, SiteProfile site, List<string> trace)
    {
        InsideHost? common = null;
        foreach (var destination in line.Destinations)
        {
            var name = inputs.HostNameOf(line, destination);
            var host = site.HostNamed(destination.Host) ?? site.HostNamed(name);
            trace.Add($"{destination.Host}{(name == destination.Host ? "" : " means " + name)}: {(host is null ? "not one of the site's hosts" : "one of " + site.Site + "'s hosts")}");
            if (host is null || (common is not null && common != host))
                return null;
            common = host;
        }
        return common;
    }
}
