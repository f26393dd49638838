namespace Sallyport.Profile;

/// <summary>What no single field can show: that the parts of a profile fit each other.</summary>
public static class ProfileChecks
{
    public static void Consistent(SiteProfile profile)
    {
        Require(profile.Inside.Count(host => host.Login) == 1, "exactly one inside host must be the login server (\"login\": true)");
        Require(Distinct(profile.Inside.SelectMany(host => host.Names)), "two inside hosts have the same name");
        Require(!profile.Inside.SelectMany(host => host.Names).Any(Grammar.IsThisMachine), "a host name means the local machine");
        Require(Distinct(profile.Forwards.Select(forward => forward.Name)), "two forwards have the same name");
        var ports = profile.Forwards.Select(forward => forward.LocalPort);
        if (profile.SocksPort is { } socks)
            ports = ports.Append(socks);
        Require(ports.Distinct().Count() == ports.Count(), "two forwards have the same local port");
        // A profile may vouch for its own hosts only: otherwise it could plant a key for any host of the Internet.
        var own = profile.Inside.SelectMany(host => host.Names.Append(host.Host)).Append(profile.Outside.Host).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Require(profile.HostKeys.All(key => key.Hosts.All(own.Contains)), "a host key has a name that is not one of the site's");
    }

    private static bool Distinct(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return names.All(seen.Add);
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
            throw new ProfileRefusedException(ProfileFault.NotAllowed, "the site profile contradicts itself: " + sentence);
    }
}
