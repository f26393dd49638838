using Sallyport.Profile;
using SshWith2fa.Arguments;
using SshWith2fa.Configuration;
using SshWith2fa.Master;
using SshWith2fa.Platform;
using SshWith2fa.Profile;

namespace SshWith2fa.Routes;

/// <summary>The facts of this machine, found out when asked for.</summary>
internal sealed class RouteInputs(IPlatform platform, ClientPaths paths, TimeProvider time, bool saidThatSomebodyIsThere) : IRouteInputs
{
    private static readonly TimeSpan ResolveBound = TimeSpan.FromSeconds(5);

    private readonly Lazy<Site?> site = new(() => Files.ReadText(paths.SiteFile) is { } text ? SiteFile.Read(text) : null);
    private readonly Lazy<Settings> settings = new(() => Files.ReadText(paths.Settings) is { } text ? Settings.Read(text).Settings : Settings.Default);
    private readonly Lazy<LiveSession?> session = new(() => new SessionProbe(paths, platform).Find());
    private NetworkLocation? location;

    public Site? Site => site.Value;

    public Settings Settings => settings.Value;

    public LiveSession? Session() => session.Value;

    public NetworkLocation Location() => location ??= Site is { } site ? new LocationProbe(site.Profile, paths, platform, time).Find() : NetworkLocation.Outside;

    public string HostNameOf(CommandLine line, Destination destination)
    {
        if (Site is not { } site || site.Profile.HostNamed(destination.Host) is not null || !MayBeAlias(line, site.Profile))
            return destination.Host;
        var config = line.ValueOf('F') is { } file ? (string[])["-F", file] : [];
        var options = new List<string>(config);
        foreach (var option in line.Options)
            if (option is { Letter: 'o', Value: { } value })
                options.AddRange(["-o", value]);
        var resolved = platform.Capture(RealPrograms.Find("ssh", platform) ?? "ssh", ["-G", .. options, "--", destination.Host], ResolveBound);
        return resolved is null ? destination.Host : HostNameLine(resolved.Output) ?? destination.Host;
    }

    public bool CanAsk(CommandLine line)
    {
        if (saidThatSomebodyIsThere)
            return true;
        if (line.Setting("BatchMode") is "yes" or "true" || (line.Program != SshProgram.Ssh && (line.Has('b') || line.Has('B'))))
            return false;
        if (platform.Variable("SSH_ASKPASS_REQUIRE") is "force" or "prefer")
            return true;
        // ssh -J calls ssh -W: the person sits at the ssh above.
        if (line.Has('W') && CallingProcess.Find().IsPerson(platform))
            return true;
        return platform.HasControllingTerminal && (platform.IsTerminal(StandardStream.Input) || platform.IsTerminal(StandardStream.Output));
    }

    /// <summary>True when ssh has a way to a person, wherever the streams lead: a terminal, or a program that asks.</summary>
    public bool CanBeAskedByAnyWay() =>
        platform.HasControllingTerminal || platform.Variable("SSH_ASKPASS_REQUIRE") is "force" or "prefer"
        || (platform.Variable("SSH_ASKPASS") is { Length: > 0 } && (platform.Variable("DISPLAY") is { Length: > 0 } || platform.Variable("WAYLAND_DISPLAY") is { Length: > 0 }));

    private bool MayBeAlias(CommandLine line, SiteProfile site)
    {
        if (line.Setting("HostName") is not null || line.Setting("CanonicalizeHostname") is not null)
            return true;
        var scan = new ConfigScan(name => site.HostNamed(name) is not null, paths.SshConfig, paths.Home);
        if (line.ValueOf('F') is { } file)
            return file != "none" && scan.MayLeadToSite(Path.GetFullPath(file), Path.Combine(paths.Home, ".ssh"));
        return scan.MayLeadToSite(paths.UserSshConfig, Path.Combine(paths.Home, ".ssh"))
            || scan.MayLeadToSite("/etc/ssh/ssh_config", "/etc/ssh");
    }

    private static string? HostNameLine(string output)
    {
        foreach (var line in output.AsSpan().EnumerateLines())
            if (line.StartsWith("hostname ", StringComparison.Ordinal))
                return line["hostname ".Length..].ToString();
        return null;
    }
}
