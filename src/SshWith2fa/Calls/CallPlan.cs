using Sallyport.Profile;
using SshWith2fa.Arguments;
using SshWith2fa.Platform;
using SshWith2fa.Routes;

namespace SshWith2fa.Calls;

/// <summary>A decision made ready to run: the final arguments of the real program.</summary>
internal sealed record CallPlan(CommandLine Line, RouteDecision Decision, IReadOnlyList<string> Arguments, SiteProfile? Site, NetworkLocation Location)
{
    // What of a person's options also holds for the connection that the session makes first.
    private const string ConnectionLetters = "46BbcFIiKkmov";

    /// <summary>An interactive shell on the login server from inside: it brings up the same forwards as from outside.</summary>
    public bool RaisesSessionInside { get; private init; }

    /// <summary>The control socket of the session that carries it; null without one.</summary>
    public string? Socket { get; private init; }

    /// <summary>The session that carries it lives, but does not answer just now.</summary>
    public bool IsSlow { get; private init; }

    public static CallPlan Make(Invocation call, SshProgram program)
    {
        var line = CommandLine.Read(program, call.Arguments, Version(call, program));
        var inputs = new RouteInputs(call.Platform, call.Paths, call.Time, call.Ask);
        var decision = RouteDecision.Make(line, inputs);
        if (decision.Route is Route.Untouched || inputs.Site is not { } site)
            return new CallPlan(line, decision, call.Arguments, null, NetworkLocation.Outside);
        var canAsk = decision.Route is Route.Jump or Route.Inside && inputs.CanAsk(line);
        var x11 = line.Program == SshProgram.Ssh && ProgramKind.Of(line) == "ssh" && !line.Has('x') ? X11Display.For(site.Profile.X11, call.Platform, call.Paths) : X11Use.Off;
        var context = new RouteContext(call.Platform.HasControlSockets, call.Platform.OwnPath, x11, canAsk) { JumpUser = inputs.Session()?.State.User ?? inputs.Settings.User };
        IReadOnlyList<SshOption> options = new RouteOptions(site.Profile, inputs.Settings, call.Paths, context).For(decision.Route);
        if (line.User is null && inputs.Settings.User is { } user)
            options = [.. options, new SshOption("User", user)];
        var location = decision.Route is Route.Inside ? NetworkLocation.Inside : NetworkLocation.Outside;
        return new CallPlan(line, decision, Final(line, options), site.Profile, location)
        {
            Socket = decision.Route is Route.ThroughMaster && inputs.Session() is { State: var state } ? call.Paths.ControlSocket(state.User, state.Host) : null,
            IsSlow = decision.Route is Route.ThroughMaster or Route.Jump && inputs.Session() is { IsSlow: true },
            RaisesSessionInside = call.Platform.HasControlSockets && canAsk && line.Program == SshProgram.Ssh && line.RemoteCommand.Count == 0
                && ProgramKind.Of(line) == "ssh" && decision.Route is Route.Inside inside && site.Profile.HostNamed(inside.Name) is { Login: true },
        };
    }

    /// <summary>The options among the person's own that say how to connect: -4, -i, -F, -o and the like.</summary>
    public IReadOnlyList<string> ConnectionArguments()
    {
        var arguments = new List<string>();
        foreach (var option in Line.Options)
        {
            if (!ConnectionLetters.Contains(option.Letter, StringComparison.Ordinal))
                continue;
            if (Line.Program != SshProgram.Ssh && option.Letter is 'B' or 'b')
                continue;
            arguments.Add("-" + option.Letter);
            if (option.Value is { } value)
                arguments.Add(value);
        }
        return arguments;
    }

    /// <summary>A command line as one would type it.</summary>
    public static string Shown(string program, IReadOnlyList<string> arguments) =>
        string.Join(' ', arguments.Prepend(program).Select(Quoted));

    // Ours stand first, where OpenSSH looks first, save those of comfort that the person set otherwise.
    private static List<string> Final(CommandLine line, IReadOnlyList<SshOption> options)
    {
        var arguments = new List<string>(2 * options.Count + line.Arguments.Count);
        foreach (var option in options)
        {
            if (IsComfort(option.Keyword) && line.Setting(option.Keyword) is not null)
                continue;
            arguments.Add("-o");
            arguments.Add(option.Keyword + "=" + option.Value);
        }
        arguments.AddRange(line.Arguments);
        return arguments;
    }

    private static bool IsComfort(string keyword) => keyword is "Compression" or "ServerAliveInterval" or "ServerAliveCountMax" or "ForwardX11" or "ForwardX11Trusted" or "StrictHostKeyChecking" or "UserKnownHostsFile";

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=@%+,[]".Contains(c, StringComparison.Ordinal)) ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    // Only -P changed its meaning between versions; nobody else pays for the question.
    private static SshVersion Version(Invocation call, SshProgram program)
    {
        if (program != SshProgram.Ssh || !call.Arguments.Any(word => word.StartsWith('-') && word.Contains('P', StringComparison.Ordinal)))
            return SshVersion.Oldest;
        var ssh = RealPrograms.Find("ssh", call.Platform);
        return ssh is null ? SshVersion.Oldest : SshVersion.Parse(call.Platform.Capture(ssh, ["-V"], TimeSpan.FromSeconds(2))?.Errors ?? "");
    }
}
