using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Configuration;
using SshWith2fa.Master;
using SshWith2fa.Platform;
using SshWith2fa.Profile;
using SshWith2fa.Session;
using SshWith2fa.SshConfig;

namespace SshWith2fa.Commands;

/// <summary>Fetches the profile again: only one signed with the pinned key and not older than ours is taken. Also applies changed settings.</summary>
internal static class RefreshCommand
{
    public static async Task<int> Run(Invocation call, CancellationToken cancel)
    {
        var flags = Flags.Read(call.Arguments, [], [], mostOperands: 1);
        if (flags.Mistake is { } mistake)
            return call.Fail(ExitCodes.Usage, mistake);
        if (Files.ReadText(call.Paths.SiteFile) is not { } text || SiteFile.Read(text) is not { } site)
            return call.Fail(ExitCodes.Unavailable, "not set up yet, or the set-up is damaged; run ssh-with-2fa setup https://PORTAL");
        var (settings, wrong) = Settings.Read(Files.ReadText(call.Paths.Settings) ?? "");
        if (wrong is not null)
            return call.Fail(ExitCodes.BadData, wrong);
        var (document, problem) = flags.Operands is [var file] ? (Files.ReadAtMost(file, 2 * ProfileReader.Largest), $"{file} cannot be read") : await Portal.Fetch(settings.Portal ?? site.Profile.Portal, settings.Authority, cancel);
        if (document is null)
            return call.Fail(ExitCodes.Unavailable, problem ?? "no profile");
        var read = SignedProfile.ReadAgain(document, site.PinnedKey, site.Profile.Serial);
        if (read.Value is not { } signed)
            return call.Fail(ExitCodes.BadData, read.Problem!.Sentence);
        if (new DomainConfirmation(call, signed.Profile).ForNew(site.Profile, settings.Domains) is not { } domains)
            return call.Fail(ExitCodes.BadData, "nothing was changed");
        settings = settings with { Domains = domains };
        call = call with { Paths = call.Paths.WithRoomFor(call.Platform, settings.User ?? call.Platform.UserName, signed.Profile.LoginServer.Name) };
        var installation = new Installation(call.Paths, call.Platform);
        if (installation.Obstacle() is { } obstacle)
            return call.Fail(ExitCodes.Unavailable, obstacle);
        installation.Write(installation.Files(signed, document, settings));
        call.Terminal.Say(signed.Profile.Serial == site.Profile.Serial
            ? $"the profile of {site.Profile.Site} is still number {signed.Profile.Serial}"
            : $"the profile of {site.Profile.Site} went from number {site.Profile.Serial} to {signed.Profile.Serial}");
        foreach (var name in NewNames(site.Profile, signed.Profile))
            call.Terminal.Say($"new: {name} is now one of the site's hosts");
        if (new SessionProbe(call.Paths, call.Platform).Find() is { Transport: SessionTransport.Master } session)
            new SessionSetup(call, signed.Profile).TakeOver(session.State, site.Profile);
        return ExitCodes.Done;
    }

    private static IEnumerable<string> NewNames(SiteProfile before, SiteProfile after) =>
        after.Inside.SelectMany(host => host.Names).Where(name => before.HostNamed(name) is null);
}
