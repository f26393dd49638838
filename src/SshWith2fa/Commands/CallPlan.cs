using SshWith2fa.Arguments;
using SshWith2fa.Platform;
using SshWith2fa.Profile;
using SshWith2fa.Routes;

namespace SshWith2fa.Commands;

/// <summary>A decision made ready to run: the final arguments of the real program.</summary>
internal sealed record CallPlan(CommandLine Line, Decision Decision, IReadOnlyList<string> Arguments, SiteProfile? Site, Side Side)
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
        var world = new World(call.Platform, call.Places, call.Time, call.Ask);
        var decision = Decision.Make(line, world);
        if (decision.Route is Route.Untouched || world.Site is not { } site) return new CallPlan(line, decision, call.Arguments, null, Side.Outside);
        var canAsk = decision.Route is Route.Jump or Route.Inside && world.CanAsk(line);
        var x11 = line.Program == SshProgram.Ssh && ProgramKind.Of(line) == "ssh" && !line.Has('x') ? X11Display.For(site.Profile.X11, call.Platform, call.Places) : X11Use.Off;
        var context = new RouteContext(call.Platform.HasControlSockets, call.Platform.OwnPath, x11, canAsk) { JumpUser = world.Session()?.State.User ?? world.Settings.User };
        IReadOnlyList<SshOption> options = new RouteOptions(site.Profile, world.Settings, call.Places, context).For(decision.Route);
        if (line.User is null && world.Settings.User is { } user) options = [.. options, new SshOption("User", user)];
        var side = decision.Route is Route.Inside ? Side.Inside : Side.Outside;
        return new CallPlan(line, decision, Final(line, options), site.Profile, side)
        {
            Socket = decision.Route is Route.ThroughMaster && world.Session() is { State: var state } ? call.Places.ControlSocket(state.User, state.Host) : null,
            IsSlow = decision.Route is Route.ThroughMaster or Route.Jump && world.Session() is { IsSlow: true },
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
            if (!ConnectionLetters.Contains(option.Letter, StringComparison.Ordinal)) continue;
            if (Line.Program != SshProgram.Ssh && option.Letter is 'B' or 'b') continue;
            arguments.Add("-" + option.Letter);
            if (option.Value is { } value) arguments.Add(value);
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
            if (IsComfort(option.Keyword) && line.Setting(option.Keyword) is not null) continue;
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
        if (program != SshProgram.Ssh || !call.Arguments.Any(word => word.StartsWith('-') && word.Contains('P', StringComparison.Ordinal))) return SshVersion.Oldest;
        var ssh = RealPrograms.Find("ssh", call.Platform);
        return ssh is null ? SshVersion.Oldest : SshVersion.Parse(call.Platform.Capture(ssh, ["-V"], TimeSpan.FromSeconds(2))?.Errors ?? "");
    }
}
