using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Profile;

namespace SshWith2fa.Commands;

/// <summary>Asks the person for each domain under which a profile names hosts and which nobody has confirmed yet.</summary>
internal sealed class DomainConfirmation(Invocation call, SiteProfile profile)
{
    /// <summary>What needs no question at set-up: the domain of the portal that was fetched from, proved by its certificate, and what was given.</summary>
    /// <param name="portal">The address that was typed; null for a file, which proves nothing.</param>
    public static IReadOnlyList<string> Proposed(string? portal, IReadOnlyList<string> given) =>
        portal is not null && Domains.OfPortal(portal) is { } own ? [own, .. given.Where(domain => domain != own)] : given;

    /// <summary>At set-up: the names of a profile that is shown as a whole.</summary>
    /// <returns>All confirmed domains; null when one was not.</returns>
    public IReadOnlyList<string>? ForAll(IReadOnlyList<string> confirmed, Asking asking) => Confirm(profile.Inside.SelectMany(host => host.Names), confirmed, asking);

    /// <summary>At a refresh: whatever the profile has more than the one before, and where the doors lead now.</summary>
    public IReadOnlyList<string>? ForNew(SiteProfile before, IReadOnlyList<string>? confirmed)
    {
        var known = Names(before).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var settled = confirmed ?? [.. before.Inside.SelectMany(host => host.Names).Select(Domains.Of).OfType<string>().Distinct(StringComparer.Ordinal)];
        return Confirm(Names(profile).Where(name => !known.Contains(name)), settled, Asking.Allowed);
    }

    private IReadOnlyList<string>? Confirm(IEnumerable<string> names, IReadOnlyList<string> confirmed, Asking asking)
    {
        var all = names.ToList();
        var settled = new List<string>(confirmed);
        foreach (var domain in Domains.Unconfirmed(all, confirmed))
        {
            var hosts = string.Join(", ", all.Where(name => Domains.Covers(domain, name)));
            if (asking == Asking.Allowed && call.Terminal.Ask($"the profile of {profile.Site} also sets the address of {hosts}. Does {domain} belong to your site? [y/N] ")?.Trim() is "y" or "Y" or "yes")
            {
                settled.Add(domain);
                continue;
            }
            call.Terminal.Say($"the profile sets the address of {hosts}, but nobody confirmed that {domain} belongs to the site; if it does, run: ssh-with-2fa setup ... --domain {domain}");
            return null;
        }
        return settled;
    }

    private static IEnumerable<string> Names(SiteProfile site) => site.Inside.SelectMany(host => host.Names.Append(host.Host)).Append(site.Outside.Host).Distinct(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Whether a person may be asked.</summary>
internal enum Asking
{
    Allowed,

    /// <summary>--yes: only what was given counts.</summary>
    Forbidden,
}
