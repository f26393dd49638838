using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the pages of hosts and networks say.</summary>
internal static class RegisteredTexts
{
    public const string HostsTitle = "Hosts";
    public const string DuoHosts = "Hosts that use the Duo protocol";
    public const string RadiusHosts = "Hosts that use RADIUS";
    public const string RadiusHint = "They are configured in sallyport.conf, under [radius-client NAME].";
    public const string Name = "Name";
    public const string Key = "Integration key";
    public const string Clients = "Clients";
    public const string Addresses = "Addresses";
    public const string NoHosts = "No host is registered.";
    public const string NoRadiusHosts = "No host is configured.";
    public const string AddHost = "Register a host";
    public const string Remove = "Remove";
    public const string HostAddedTitle = "The host's keys";
    public const string HostAdded = "They are shown once. Write this into /etc/security/pam_duo.conf and login_duo.conf on the host, readable only by root and the user sshd.";
    public const string HostRoot = "The certificate authority's root is on the authority's machine; hosts expect it at";
    public const string BackToHosts = "Back to the hosts";
    public const string HostRemoved = "Host removed; its keys are no longer valid.";
    public const string HostHint = "Removing a host makes its keys invalid at once: logins there are refused until the host has new keys.";

    public const string NetworksTitle = "Networks";
    public const string NetworksLead = "Logins from these networks need no second factor. The audit records each of them.";
    public const string Network = "Network";
    public const string NoNetworks = "No network is trusted: everybody needs a second factor everywhere.";
    public const string AddNetwork = "Trust a network";
    public const string NetworkHint = "192.0.2.0/24, 2001:db8::/32 or one address";
    public const string Trust = "Trust this network";
    public const string RemoveNetwork = "Stop trusting";

    public static string ClientsWord(DuoClients clients) => clients switch
    {
        DuoClients.Old => "Debian's duo packages (undated signatures)",
        DuoClients.Dated => "duo_unix 2.0.4 and later, the SDKs",
        _ => clients.ToString(),
    };

    public static string Trusted(string network) => $"Logins from {network} need no second factor.";

    public static string Distrusted(string network) => $"Logins from {network} need a second factor again.";
}
