using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Configuration;
using SshWith2fa.Platform;

namespace SshWith2fa.Checks;

/// <summary>
/// What of the person's own configuration outranks ours. <c>ssh -G</c> tells three times: with no configuration, with ours alone, and with everything.
/// What ours sets and everything leaves otherwise is overridden.
/// </summary>
internal static class PrecedenceCheck
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    public static IEnumerable<Finding> Of(Invocation call, SiteProfile site)
    {
        const string About = "precedence";
        if (RealPrograms.Find("ssh", call.Platform) is not { } ssh)
            yield break;
        var overridden = 0;
        foreach (var host in site.Inside)
        {
            var name = host.Name;
            if (Ask(call, ssh, "-F", "none", "--", name) is not { } bare || Ask(call, ssh, "-F", call.Paths.SshConfig, "--", name) is not { } ours || Ask(call, ssh, "--", name) is not { } all)
            {
                yield return Finding.Wrong(About, $"ssh -G {name} fails; run it to see which line of a configuration file ssh does not accept");
                yield break;
            }
            foreach (var (keyword, value) in ours)
            {
                if (bare.GetValueOrDefault(keyword) == value || all.GetValueOrDefault(keyword) == value)
                    continue;
                overridden++;
                yield return Finding.Wrong(About, $"{Where(call.Paths, keyword)} sets {keyword} {all.GetValueOrDefault(keyword, "(nothing)")} for {name}, but this site needs {value}; put our Include line before it");
            }
        }
        if (overridden == 0)
            yield return Finding.Good(About, "nothing in your ssh configuration overrides the site's");
    }

    // One entry per keyword; those that may repeat are joined.
    private static Dictionary<string, string>? Ask(Invocation call, string ssh, params string[] arguments)
    {
        if (call.Platform.Capture(ssh, ["-G", .. arguments], Bound) is not { ExitStatus: 0, Output: var output })
            return null;
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n'))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 1)
                continue;
            var keyword = line[..space];
            settings[keyword] = settings.TryGetValue(keyword, out var before) ? before + ", " + line[(space + 1)..] : line[(space + 1)..];
        }
        return settings;
    }

    private static string Where(ClientPaths paths, string keyword)
    {
        var number = 0;
        foreach (var line in (Files.ReadText(paths.UserSshConfig) ?? "").Split('\n'))
        {
            number++;
            if (line.TrimStart().Split(' ', '\t', '=')[0].Equals(keyword, StringComparison.OrdinalIgnoreCase))
                return $"line {number} of ~/.ssh/config";
        }
        return "a file that ~/.ssh/config includes, or /etc/ssh/ssh_config,";
    }
}
