using System.Globalization;
using Sallyport.Authority.Logins;
using Sallyport.Profile;

namespace Sallyport.Authority.Portal.Help;

/// <summary>What a site's profile puts into the help texts: names, and lists of such names.</summary>
internal sealed class HelpValues
{
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<HelpValues>> lists = new(StringComparer.Ordinal);
    private readonly HelpValues? outer;

    private HelpValues(HelpValues? outer) => this.outer = outer;

    /// <param name="site">The site.</param>
    /// <param name="user">The login name in the examples.</param>
    /// <param name="rootFingerprint">SHA-256 of the site's own root certificate in hex; null where browsers trust the portal anyway.</param>
    public static HelpValues Of(SiteProfile site, string user, string? rootFingerprint)
    {
        var values = new HelpValues(null);
        var login = site.LoginServer;
        var ssh = site.Forwards.FirstOrDefault(forward => forward.Name == SiteProfile.SshForward);
        values.Set("site", site.Site);
        values.Set("user", user);
        values.Set("portal", site.Portal.TrimEnd('/'));
        values.Set("root-fingerprint", rootFingerprint);
        values.Set("browser-trusted", rootFingerprint is null ? "yes" : null);
        values.Set("outside", site.Outside.Host);
        values.Set("outside-port", site.Outside.Port);
        values.Set("port-option", site.Outside.Port == 22 ? null : $"-p {site.Outside.Port} ");
        values.Set("login", login.Name);
        values.Set("ssh-port", ssh is null ? null : Number(ssh.LocalPort));
        values.Set("socks-port", site.SocksPort is { } socks ? Number(socks) : null);
        values.Set("x11", site.X11 == X11Preference.Off ? null : "on");
        values.Set("longest", site.Session.MaxMinutes == 0 ? null : Duration(site.Session.MaxMinutes));
        values.Set("warned", site.Session is { MaxMinutes: > 0, WarnMinutes: > 0 } ? Duration(site.Session.WarnMinutes) : null);
        values.Set("keepalive", site.KeepaliveSeconds == 0 ? null : Number(site.KeepaliveSeconds));

        var inside = site.Inside.Where(host => !host.Login).ToArray();
        values.Set("inside", inside.Length == 0 ? null : inside[0].Name);
        values.List("hosts", inside, (host, item) =>
        {
            item.Set("host", host.Name);
            item.Set("also-option", host.Names.Count > 1 ? $" (also {string.Join(", ", host.Names.Skip(1))})" : null);
        });
        values.List("forwards", site.Forwards, Forward);
        values.List("mail", site.Forwards.Where(forward => Service(forward.Port) is not null), Forward);
        values.List("printing", site.Forwards.Where(forward => forward.Port == 631), Forward);
        values.List("keys", site.HostKeys, (key, item) =>
        {
            var parts = key.Key.Split(' ');
            item.Set("key-hosts", string.Join(", ", key.Hosts));
            item.Set("key-type", parts[0]);
            item.Set("key-fingerprint", Fingerprint.Of(Convert.FromBase64String(parts[1])));
        });
        var key = site.HostKeys.FirstOrDefault(key => key.Hosts.Contains(login.Name, StringComparer.OrdinalIgnoreCase)) is { } known ? Convert.FromBase64String(known.Key.Split(' ')[1]) : null;
        values.Set("no-keys", site.HostKeys.Count == 0 ? "none" : null);
        values.Set("putty-option", key is null ? null : $"-hostkey {Fingerprint.Of(key)} ");
        values.Set("curl-option", key is null ? null : $"--hostpubsha256 {Fingerprint.Digest(key)} ");
        foreach (var message in RefusalMessage.All)
            values.Set("message." + message.Anchor, message.Text);
        return values;
    }

    /// <exception cref="FormatException">There is no such name, or the site has nothing of it and the text does not ask first.</exception>
    public string Text(string name)
    {
        // An option is a word of a command line, or nothing.
        if (texts.TryGetValue(name, out var text) && (text.Length > 0 || name.EndsWith("-option", StringComparison.Ordinal)))
            return text;
        return outer is not null ? outer.Text(name) : throw new FormatException($"no value {name}");
    }

    /// <summary>Whether the site has it.</summary>
    public bool Has(string name) =>
        texts.TryGetValue(name, out var text) ? text.Length > 0
        : lists.TryGetValue(name, out var list) ? list.Count > 0
        : outer is not null ? outer.Has(name)
        : throw new FormatException($"no value {name}");

    public IReadOnlyList<HelpValues> Items(string name) =>
        lists.TryGetValue(name, out var list) ? list : outer is not null ? outer.Items(name) : throw new FormatException($"no list {name}");

    private static void Forward(PortForward forward, HelpValues item)
    {
        item.Set("forward", forward.Name);
        item.Set("local-port", forward.LocalPort);
        item.Set("far-host", forward.Host);
        item.Set("far-port", forward.Port);
        item.Set("service", Service(forward.Port) ?? forward.Name);
        item.Set("security", forward.Port is 993 or 995 or 465 ? "SSL/TLS" : "STARTTLS or none");
    }

    private static string? Service(int port) => port switch
    {
        143 or 993 => "incoming mail (IMAP)",
        110 or 995 => "incoming mail (POP)",
        25 or 465 or 587 => "outgoing mail (SMTP)",
        _ => null,
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Duration(int minutes) => minutes % 60 == 0
        ? minutes == 60 ? "one hour" : Number(minutes / 60) + " hours"
        : Number(minutes) + " minutes";

    private void Set(string name, string? text) => texts.Add(name, text ?? string.Empty);

    private void Set(string name, int number) => Set(name, Number(number));

    private void List<T>(string name, IEnumerable<T> things, Action<T, HelpValues> fill) => lists.Add(name, [.. things.Select(thing =>
    {
        var item = new HelpValues(this);
        fill(thing, item);
        return item;
    })]);
}
