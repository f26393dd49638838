using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the pages of hosts and networks say.</summary>
internal static class RegisteredTexts
{
    public const string HostsTitle = "Hosts";
    public const string DuoHosts = "Hosts that ask by the Duo protocol";
    public const string RadiusHosts = "Hosts that ask by RADIUS";
    public const string RadiusHint = "They stand in sallyport.conf, under [radius-client NAME].";
    public const string Name = "Name";
    public const string Key = "Integration key";
    public const string Clients = "Clients";
    public const string Addresses = "Addresses";
    public const string NoHosts = "No host is registered.";
    public const string NoRadiusHosts = "No host is named.";
    public const string AddHost = "Register a host";
    public const string Remove = "Remove";
    public const string HostAddedTitle = "The host's keys";
    public const string HostAdded = "They are shown once. Write this into /etc/security/pam_duo.conf and login_duo.conf on the host, readable by root and by the user sshd alone.";
    public const string HostRoot = "The certificate authority's root lies on the authority's machine; hosts find it at";
    public const string BackToHosts = "Back to the hosts";
    public const string HostRemoved = "The host is removed; its keys no longer count.";
    public const string HostHint = "Removing a host makes its keys worthless at once: logins there are refused until it has new ones.";

    public const string NetworksTitle = "Networks";
    public const string NetworksLead = "Logins from these networks need no second factor, and the audit says so of each.";
    public const string Network = "Network";
    public const string NoNetworks = "No network is trusted: everybody gives a second factor from everywhere.";
    public const string AddNetwork = "Trust a network";
    public const string NetworkHint = "192.0.2.0/24, 2001:db8::/32 or one address";
    public const string Trust = "Trust it";
    public const string RemoveNetwork = "Trust no longer";

    public static string ClientsWord(DuoClients clients) => clients switch
    {
        DuoClients.Old => "Debian's duo packages (undated signatures)",
        DuoClients.Dated => "duo_unix 2.0.4 and later, the SDKs",
        _ => clients.ToString(),
    };

    public static string Trusted(string network) => $"Logins from {network} need no second factor.";

    public static string Distrusted(string network) => $"Logins from {network} need a second factor again.";
}
