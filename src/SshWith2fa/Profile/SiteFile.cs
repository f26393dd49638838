using System.Globalization;
using System.Text;
using Sallyport.Profile;

namespace SshWith2fa.Profile;

/// <summary>
/// The verified profile as every call reads it: one line per fact, words separated by tabs. JSON costs 5 ms at each start,
/// this less than one. It lies beside the signed document it was made from and is as much the user's own as ~/.ssh/config.
/// </summary>
internal static class SiteFile
{
    private const string FirstLine = "ssh-with-2fa site 1";
    private const string LastLine = "end";

    public static string Write(Site site)
    {
        var profile = site.Profile;
        var text = new StringBuilder(FirstLine).Append('\n');
        void Line(params ReadOnlySpan<string> words) => text.AppendJoin('\t', words).Append('\n');
        static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
        Line("key", site.PinnedKey);
        Line("site", profile.Site, Number(profile.Serial), Number(profile.IssuedAt.ToUnixTimeSeconds()), profile.Portal);
        Line("outside", profile.Outside.Host, Number(profile.Outside.Port));
        foreach (var host in profile.Inside)
            Line("inside", host.Host, Number(host.Port), host.Login ? "login" : "-", string.Join(' ', host.Names));
        foreach (var network in profile.Networks)
            Line("network", network);
        foreach (var forward in profile.Forwards)
            Line("forward", forward.Name, Number(forward.LocalPort), forward.Host, Number(forward.Port), Number((int)forward.IfTaken));
        if (profile.Help is { } help)
            Line("help", help);
        if (profile.SocksPort is { } socks)
            Line("socks", Number(socks));
        Line("options", Number(profile.KeepaliveSeconds), Number((int)profile.X11), profile.Compression ? "compress" : "-");
        foreach (var key in profile.HostKeys)
            Line("host-key", string.Join(' ', key.Hosts), key.Key);
        Line("session", Number(profile.Session.MaxMinutes), Number(profile.Session.WarnMinutes));
        return text.Append(LastLine).Append('\n').ToString();
    }

    /// <summary>Null for anything that <see cref="Write"/> did not write whole.</summary>
    public static Site? Read(string text)
    {
        if (!text.StartsWith(FirstLine + "\n", StringComparison.Ordinal) || !text.EndsWith("\n" + LastLine + "\n", StringComparison.Ordinal))
            return null;
        var draft = new Draft();
        var lines = text.Split('\n');
        for (var i = 1; i < lines.Length - 2; i++)
            if (!draft.Take(lines[i].Split('\t')))
                return null;
        return draft.Finish();
    }

    private sealed class Draft
    {
        private readonly List<InsideHost> inside = [];
        private readonly List<string> networks = [];
        private readonly List<PortForward> forwards = [];
        private readonly List<HostKey> hostKeys = [];
        private string? key;
        private string[]? site;
        private DoorAddress? outside;
        private string[]? options;
        private SessionRules? session;
        private int? socks;
        private string? help;

        public bool Take(string[] words)
        {
            switch (words)
            {
                case ["key", var key]: this.key = key; return true;
                case ["site", var name, _, _, _] when Grammar.IsLabel(name): site = words; return true;
                case ["outside", var host, var port] when Grammar.IsHost(host): outside = new DoorAddress(host, Number(port)); return true;
                case ["inside", var host, var port, var login, var names] when Grammar.IsHost(host) && Names(names) is { } all:
                    inside.Add(new InsideHost(all, host, Number(port), login == "login"));
                    return true;
                case ["network", var network]: networks.Add(network); return true;
                case ["forward", var name, var local, var host, var port, var taken] when Grammar.IsLabel(name) && Grammar.IsHost(host):
                    forwards.Add(new PortForward(name, Number(local), host, Number(port), (PortTaken)Number(taken)));
                    return true;
                case ["help", var address] when Grammar.IsPortal(address): help = address; return true;
                case ["socks", var port]: socks = Number(port); return true;
                case ["options", _, _, _]: options = words; return true;
                case ["host-key", var hosts, var key] when Names(hosts) is { } all: hostKeys.Add(new HostKey(all, key)); return true;
                case ["session", var max, var warn]: session = new SessionRules(Number(max), Number(warn)); return true;
                default: return false;
            }
        }

        public Site? Finish() =>
            key is null || site is null || outside is null || options is null || session is null || inside.Count == 0
                ? null
                : new Site(
                    new SiteProfile(
                        site[1], Long(site[2]), DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(Long(site[3]), 0, 253402300799)), outside, inside, networks,
                        forwards, socks, Number(options[1]), (X11Preference)Number(options[2]), options[3] == "compress", hostKeys, site[4], session)
                    {
                        Help = help,
                    },
                    key);

        private static string[]? Names(string text)
        {
            var names = text.Split(' ');
            foreach (var name in names)
                if (!Grammar.IsHost(name))
                    return null;
            return names;
        }

        private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

        private static long Long(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
