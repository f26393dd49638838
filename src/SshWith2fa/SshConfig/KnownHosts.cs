using System.Text;
using Sallyport.Profile;

namespace SshWith2fa.SshConfig;

/// <summary>The site's host keys as a known_hosts file of our own. Filed under plain names: HostKeyAlias drops the port.</summary>
internal static class KnownHosts
{
    public static string Of(SiteProfile site)
    {
        var text = new StringBuilder("# Host keys of ").Append(site.Site).Append(", from its signed profile; written by ssh-with-2fa.\n");
        foreach (var key in site.HostKeys)
            text.AppendJoin(',', Names(site, key)).Append(' ').Append(key.Key).Append('\n');
        return text.ToString();
    }

    // While a session is up HostKeyAlias is the login server's name, and a ProxyCommand of somebody's own still leads to the outside door.
    private static IEnumerable<string> Names(SiteProfile site, HostKey key) =>
        key.Hosts.Contains(site.Outside.Host, StringComparer.OrdinalIgnoreCase) && !key.Hosts.Contains(site.LoginServer.Name, StringComparer.OrdinalIgnoreCase)
            ? key.Hosts.Append(site.LoginServer.Name)
            : key.Hosts;
}
