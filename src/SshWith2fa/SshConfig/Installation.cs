using SshWith2fa.Platform;
using SshWith2fa.Profile;
using SshWith2fa.Routes;
using SshWith2fa.Session;

namespace SshWith2fa.SshConfig;

/// <summary>All files that setup and refresh write, as one list: what --dry-run shows is what gets written.</summary>
internal sealed class Installation(Places places, IPlatform platform)
{
    /// <summary>Path and content of every file of ours.</summary>
    public IReadOnlyList<(string Path, string Text)> Files(SignedProfile signed, byte[] document, Settings settings)
    {
        var profile = signed.Profile;
        var context = new RouteContext(platform.HasControlSockets, platform.OwnPath, X11Display.Standing(profile.X11), AskInJump: false);
        return
        [
            (places.SignedProfile, System.Text.Encoding.UTF8.GetString(document)),
            (places.KnownHosts, KnownHosts.Of(profile)),
            (places.Settings, settings.Write()),
            (places.SshConfig, new GeneratedConfig(profile, settings, places, context).Main()),
            (places.SiteFile, SiteFile.Write(new Site(profile, signed.Key))),
        ];
    }

    public void Write(IReadOnlyList<(string Path, string Text)> files)
    {
        foreach (var (path, text) in files) Session.Files.WritePrivate(path, text);
        Session.Files.MakePrivateDirectory(places.Runtime);
        new IncludeLine(places).Add();
    }

    /// <summary>Takes everything back; ~/.ssh/config is afterwards what it was before.</summary>
    public void Remove()
    {
        new IncludeLine(places).Remove();
        foreach (var directory in (string[])[places.Links, places.Runtime, places.Configuration])
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }
}
