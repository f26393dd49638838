using SshWith2fa.Configuration;
using SshWith2fa.Platform;
using SshWith2fa.Profile;
using SshWith2fa.Routes;

namespace SshWith2fa.SshConfig;

/// <summary>All files that setup and refresh write, as one list: what --dry-run shows is what gets written.</summary>
internal sealed class Installation(ClientPaths paths, IPlatform platform)
{
    /// <summary>Path and content of every file of ours.</summary>
    public IReadOnlyList<(string Path, string Text)> Files(SignedProfile signed, byte[] document, Settings settings)
    {
        var profile = signed.Profile;
        var context = new RouteContext(platform.HasControlSockets, platform.OwnPath, X11Display.Standing(profile.X11), AskInJump: false);
        return
        [
            (paths.SignedProfile, System.Text.Encoding.UTF8.GetString(document)),
            (paths.KnownHosts, KnownHosts.Of(profile)),
            (paths.Settings, settings.Write()),
            (paths.SshConfig, new GeneratedConfig(profile, settings, paths, context).Main()),
            .. platform.HasControlSockets ? ((string, string)[])[(paths.RuntimeRecord, paths.Runtime + "\n")] : [],
            (paths.SiteFile, SiteFile.Write(new Site(profile, signed.Key))),
        ];
    }

    /// <summary>The sentence that says why nothing can be written here; null when all can.</summary>
    public string? Obstacle()
    {
        if (OddCharacter(paths.Home) is { } odd)
            return $"the home directory, {paths.Home}, has {odd} in its name, which an ssh configuration cannot contain; nothing was written";
        if (new IncludeLine(paths).Obstacle() is { } obstacle)
            return obstacle;
        foreach (var directory in (string[])[paths.Configuration, paths.Runtime])
        {
            try
            {
                Platform.Files.MakePrivateDirectory(directory);
                var probe = Path.Combine(directory, "room");
                Platform.Files.WritePrivate(probe, "");
                File.Delete(probe);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return $"{directory} cannot be written; nothing was changed: check its permissions and the free space, then try again";
            }
        }
        return null;
    }

    // An Include is a pattern for glob(7), in quotes.
    private static string? OddCharacter(string path)
    {
        foreach (var c in path)
        {
            if (c is '"' or '\\' or '*' or '?' or '[' && !OperatingSystem.IsWindows())
                return $"a \"{c}\"";
            if (char.IsControl(c))
                return "a control character";
        }
        return path.Contains("${", StringComparison.Ordinal) ? "\"${\"" : null;
    }

    public void Write(IReadOnlyList<(string Path, string Text)> files)
    {
        foreach (var (path, text) in files)
            Platform.Files.WritePrivate(path, text);
        Platform.Files.MakePrivateDirectory(paths.Runtime);
        new IncludeLine(paths).Add();
    }

    /// <summary>Takes everything back; ~/.ssh/config is afterwards what it was before.</summary>
    public void Remove()
    {
        new IncludeLine(paths).Remove();
        foreach (var directory in (string[])[paths.Links, paths.Runtime, paths.Configuration])
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
    }
}
