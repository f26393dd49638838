using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Platform;

namespace SshWith2fa.Checks;

/// <summary>Host keys: does the profile have them, and does the person's own known_hosts say otherwise?</summary>
internal static class KeyChecks
{
    private const string About = "host keys";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(3);

    public static IEnumerable<Finding> Of(Invocation call, SiteProfile site)
    {
        var names = site.Inside.Select(host => host.Name).Append(site.Outside.Host).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var known = 0;
        foreach (var name in names)
        {
            var published = site.HostKeys.Where(key => key.Hosts.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(key => key.Key).ToList();
            if (published.Count > 0)
                known++;
            else if (name != site.Outside.Host)
                yield return Finding.Hint(About, $"the site publishes none of {name}: ssh asks the first time; compare the fingerprint before you accept it");
            foreach (var key in Own(call, name))
                if (published.Exists(other => TypeOf(other) == TypeOf(key)) && !published.Contains(key))
                    yield return Finding.Wrong(About, $"your known_hosts has a different {TypeOf(key)} key for {name} than the site publishes; if it is just outdated, ssh-keygen -R {name} removes it");
        }
        yield return Finding.Good(About, $"the site publishes the keys of {known} of {names.Count} names");
    }

    // ssh-keygen finds hashed names too. "[@marker] names type blob [comment]"
    private static IEnumerable<string> Own(Invocation call, string name)
    {
        if (!File.Exists(call.Paths.UserKnownHosts))
            yield break;
        var found = call.Platform.Capture(RealPrograms.Find("ssh-keygen", call.Platform) ?? "ssh-keygen", ["-F", name, "-f", call.Paths.UserKnownHosts], Bound);
        foreach (var line in (found?.Output ?? "").Split('\n'))
            if (!line.StartsWith('#') && !line.StartsWith('@') && line.Split(' ') is [_, var type, var blob, ..])
                yield return $"{type} {blob}";
    }

    private static string TypeOf(string key) => key[..key.IndexOf(' ', StringComparison.Ordinal)];
}
