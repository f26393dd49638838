using System.Net;

namespace SshWith2fa.Profile;

/// <summary>
/// Which names a site may take on this machine. A short name ("dora") is the site's to give. A name with dots, or an address, is somebody's:
/// it counts only under a domain that the person confirmed, at set-up or when a refresh asked. Otherwise the signer of profiles could say
/// where <c>ssh github.com</c> goes, and with which host key.
/// </summary>
internal static class Domains
{
    // Where a country's registry sells names one level further down ("co.uk"), that level is nobody's domain.
    private static readonly string[] SoldBelow =
    [
        "ac", "asn", "co", "com", "edu", "firm", "gen", "go", "gob", "gouv", "gov", "govt", "gv", "id", "ind", "info", "lg", "ltd", "me", "mil", "ne", "net", "nhs", "nic", "nom", "or", "org", "plc", "police", "sch", "web",
    ];

    /// <summary>The domain to ask for, so that this name is covered; null for a short name.</summary>
    public static string? Of(string name)
    {
        name = Plain(name);
        if (IPAddress.TryParse(name, out _))
            return name;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return null;
        var parent = name[(dot + 1)..];
        return IsSomebodys(parent) ? parent : name;
    }

    /// <summary>The domain of a portal (https://HOST[:PORT][/PATH]), which its certificate proved: setup takes it for the site's.</summary>
    public static string? OfPortal(string portal)
    {
        var host = portal["https://".Length..].Split('/')[0];
        return host.StartsWith('[') ? null : Of(host.Split(':')[0]);
    }

    /// <summary>The domains that a profile's names need and that nobody confirmed, in the order of the profile.</summary>
    /// <param name="names">Names that people type, and hosts.</param>
    /// <param name="confirmed">Domains, single names or addresses.</param>
    public static IReadOnlyList<string> Unconfirmed(IEnumerable<string> names, IReadOnlyCollection<string> confirmed)
    {
        var missing = new List<string>();
        foreach (var name in names)
            if (Of(name) is { } domain && !confirmed.Any(known => Covers(known, name)) && !missing.Exists(known => Covers(known, name)))
                missing.Add(domain);
        return missing;
    }

    public static bool Covers(string domain, string name)
    {
        (domain, name) = (Plain(domain), Plain(name));
        return name == domain || (name.EndsWith("." + domain, StringComparison.Ordinal) && !IPAddress.TryParse(name, out _));
    }

    private static string Plain(string name) => name.TrimEnd('.').ToLowerInvariant();

    private static bool IsSomebodys(string domain)
    {
        var labels = domain.Split('.');
        return labels.Length >= 2 && !(labels.Length == 2 && labels[1].Length == 2 && SoldBelow.Contains(labels[0], StringComparer.Ordinal));
    }
}
