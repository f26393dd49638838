using SshWith2fa.Configuration;
using SshWith2fa.Profile;
using SshWith2fa.SshConfig;

namespace SshWith2fa.Checks;

/// <summary>What setup wrote.</summary>
internal static class SetupChecks
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static Finding Files(Site? site) => site is null
        ? Finding.Wrong("set-up", "there is none, or its files are damaged; run ssh-with-2fa setup https://PORTAL")
        : Finding.Good("set-up", $"{site.Profile.Site}, profile {site.Profile.Serial}");

    /// <summary>The Include line must stand before the first Host or Match: behind one it would hold for those hosts only.</summary>
    public static Finding Include(ClientPaths paths)
    {
        const string About = "~/.ssh/config";
        var line = new IncludeLine(paths);
        if (!line.IsThere)
            return Finding.Wrong(About, "our Include line is not in it, so plain ssh does not know the site; run ssh-with-2fa refresh");
        var number = 0;
        foreach (var text in (Platform.Files.ReadText(paths.UserSshConfig) ?? "").Split('\n'))
        {
            number++;
            var word = text.TrimStart().Split(' ', '\t', '=')[0];
            if (text == line.Text)
                break;
            if (word.Equals("Host", StringComparison.OrdinalIgnoreCase) || word.Equals("Match", StringComparison.OrdinalIgnoreCase))
                return Finding.Wrong(About, $"the Include line comes after the {word} in line {number} and applies only to it; move the Include line to the top");
        }
        return Finding.Good(About, "includes ours");
    }

    public static IEnumerable<Finding> Privacy(ClientPaths paths)
    {
        if (OperatingSystem.IsWindows())
            yield break;
        foreach (var directory in (string[])[paths.Configuration, paths.Runtime])
            if (Directory.Exists(directory) && (File.GetUnixFileMode(directory) & Others) != UnixFileMode.None)
                yield return Finding.Wrong("privacy", $"{directory} can be entered by others; run chmod 700 on it");
    }
}
