using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Configuration;
using SshWith2fa.Platform;
using SshWith2fa.Profile;
using SshWith2fa.SshConfig;

namespace SshWith2fa.Commands;

/// <summary>First contact with a site: fetches its profile, pins the key it is signed with, shows and writes the configuration.</summary>
internal static class SetupCommand
{
    public const string Synopsis = "setup https://PORTAL|FILE [--user NAME] [--ca-fingerprint HEX] [--key-fingerprint SHA256:...] [--domain DOMAIN,...] [--dry-run] [--yes]";

    public static async Task<int> Run(Invocation call, CancellationToken cancel)
    {
        var flags = Flags.Read(call.Arguments, ["--dry-run", "--yes"], ["--user", "--ca-fingerprint", "--key-fingerprint", "--domain"], mostOperands: 1);
        if (flags.Mistake is { } mistake)
            return call.Fail(ExitCodes.Usage, mistake);
        if (flags.Operands is not [var source])
            return call.Fail(ExitCodes.Usage, "give the location of the site's profile: ssh-with-2fa setup https://PORTAL, or a file");
        if (flags.Value("--user") is { } user && !Grammar.IsUser(user))
            return call.Fail(ExitCodes.Usage, "--user needs a login name");
        string? authority = null;
        if (flags.Value("--ca-fingerprint") is { } text && (authority = Portal.Fingerprint(text)) is null)
            return call.Fail(ExitCodes.Usage, "--ca-fingerprint needs the 64 hex digits of a SHA-256");

        var (document, problem) = await Load(source, authority, cancel);
        if (document is null)
            return call.Fail(ExitCodes.Unavailable, problem ?? "no profile");
        var read = SignedProfile.ReadFirst(document);
        if (read.Value is not { } signed)
            return call.Fail(ExitCodes.BadData, read.Problem!.Sentence);
        if (flags.Value("--key-fingerprint") is { } expected && expected != signed.KeyFingerprint)
            return call.Fail(ExitCodes.BadData, $"the profile is signed with {signed.KeyFingerprint}, not with the key that you gave; nothing was written");

        var given = flags.Value("--domain")?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        if (!Array.TrueForAll(given, Grammar.IsHost))
            return call.Fail(ExitCodes.Usage, "--domain needs domains, names or addresses, separated by commas");
        var settings = (Existing(call) ?? Settings.Default) with { Portal = IsWeb(source) ? source : signed.Profile.Portal, Authority = authority };
        if (flags.Value("--user") is { } name)
            settings = settings with { User = name };
        else if (settings.User is null && !flags.Has("--yes") && !flags.Has("--dry-run"))
        {
            var answer = call.Terminal.Ask($"your login name at {signed.Profile.Site} [{call.Platform.UserName}]: ")?.Trim() ?? "";
            if (answer.Length > 0 && !Grammar.IsUser(answer))
                return call.Fail(ExitCodes.Usage, "that cannot be a login name; nothing was written");
            if (answer.Length > 0)
                settings = settings with { User = answer };
        }
        settings = settings with { Domains = DomainConfirmation.Proposed(IsWeb(source) ? source : null, given) };
        call = call with { Paths = call.Paths.WithRoomFor(call.Platform, settings.User ?? call.Platform.UserName, signed.Profile.LoginServer.Name) };
        var installation = new Installation(call.Paths, call.Platform);
        var files = installation.Files(signed, document, settings);
        Show(call, signed, files, flags.Has("--dry-run"));
        ShowDomains(call, signed.Profile, settings.Domains);
        if (flags.Has("--dry-run"))
            return ExitCodes.Done;
        if (new DomainConfirmation(call, signed.Profile).ForAll(settings.Domains, flags.Has("--yes") ? Asking.Forbidden : Asking.Allowed) is not { } domains)
            return call.Fail(ExitCodes.Failed, "nothing was written");
        files = installation.Files(signed, document, settings with { Domains = domains });
        if (!flags.Has("--yes") && call.Terminal.Ask("write this? [y/N] ")?.Trim() is not ("y" or "Y" or "yes"))
            return call.Fail(ExitCodes.Failed, "nothing was written");
        if (installation.Obstacle() is { } obstacle)
            return call.Fail(ExitCodes.Unavailable, obstacle);
        installation.Write(files);
        call.Terminal.Say($"{signed.Profile.Site} is set up: try \"ssh {signed.Profile.LoginServer.Name}\" or \"ssh-with-2fa up\"");
        return ExitCodes.Done;
    }

    private static Settings? Existing(Invocation call) =>
        Files.ReadText(call.Paths.Settings) is { } text && Settings.Read(text) is { Mistake: null } read ? read.Settings : null;

    private static bool IsWeb(string source) => source.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static async Task<(byte[]? Document, string? Problem)> Load(string source, string? authority, CancellationToken cancel)
    {
        if (IsWeb(source))
            return Grammar.IsPortal(source) ? await Portal.Fetch(source, authority, cancel) : (null, "that is not the address of a portal");
        if (source.Contains("://", StringComparison.Ordinal))
            return (null, "the portal's address must start with https://");
        return Files.ReadAtMost(source, 2 * ProfileReader.Largest) switch
        {
            null => (null, $"{source} cannot be read"),
            { Length: > 2 * ProfileReader.Largest } => (null, $"{source} is too large for a site profile"),
            var document => (document, null),
        };
    }

    private static void ShowDomains(Invocation call, SiteProfile profile, IReadOnlyList<string> confirmed)
    {
        if (confirmed.Count > 0)
            call.Terminal.Print($"names under:   {string.Join(", ", confirmed)}");
        foreach (var domain in Domains.Unconfirmed(profile.Inside.SelectMany(host => host.Names), confirmed))
            call.Terminal.Print($"and under:     {domain}, WHICH IS NOT THE PORTAL'S DOMAIN");
    }

    private static void Show(Invocation call, SignedProfile signed, IReadOnlyList<(string Path, string Text)> files, bool everything)
    {
        var profile = signed.Profile;
        call.Terminal.Print($"site:          {profile.Site} (profile {profile.Serial} of {profile.IssuedAt:yyyy-MM-dd})");
        call.Terminal.Print($"signed with:   {signed.KeyFingerprint} (pinned from now on)");
        call.Terminal.Print($"outside door:  {profile.Outside.Host}:{profile.Outside.Port}");
        foreach (var host in profile.Inside)
            call.Terminal.Print($"inside:        {string.Join(", ", host.Names)}{(host.Login ? " (login server)" : "")}");
        call.Terminal.Print($"networks:      {string.Join(", ", profile.Networks)}");
        foreach (var forward in profile.Forwards)
            call.Terminal.Print($"forward:       {forward.LocalPort} -> {forward.Host}:{forward.Port} ({forward.Name})");
        if (profile.SocksPort is { } socks)
            call.Terminal.Print($"forward:       {socks} -> anywhere inside (SOCKS)");
        call.Terminal.Print($"adds to {call.Paths.UserSshConfig}, as its first line:");
        call.Terminal.Print("    " + new IncludeLine(call.Paths).Text);
        foreach (var (path, text) in files)
        {
            call.Terminal.Print("writes " + path);
            if (everything && path != call.Paths.SignedProfile)
                call.Terminal.Print("    " + text.TrimEnd('\n').Replace("\n", "\n    ", StringComparison.Ordinal));
        }
    }
}
