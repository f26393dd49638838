using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Storage;
using Sallyport.Rules.DayKeys;
using Sallyport.Rules.Factors.PublicKeys;
using Sallyport.Rules.People;

namespace Sallyport.Authority.DayKeys;

/// <summary>Runs the rules of day keys against the store.</summary>
internal sealed class DayKeyService(IStore store, PersonNames names, AuthorityOptions options, TimeProvider clock)
{
    private DayKeyPolicy Policy => options.DayKeys.Policy;

    public async Task<PersonChange> VouchAsync(string name, VouchRequest request, FactorSession? session, CancellationToken cancel)
    {
        var identity = await names.OfAsync(name, cancel);
        return await store.ChangeAsync(
            identity.Name,
            person => DayKeyRules.Vouch(person, identity.Account, request, session, Policy, clock.GetUtcNow()),
            happened => happened,
            cancel);
    }

    /// <summary>What sshd is told about a key that is offered. All names are looked up and loaded alike.</summary>
    public async Task<string?> OfferedAsync(string name, PublicKey key, CancellationToken cancel)
    {
        var identity = await names.OfAsync(name, cancel);
        return DayKeyRules.Offered(await store.FindAsync(identity.Name, cancel), identity.Account, key, Policy, clock.GetUtcNow());
    }

    /// <summary>Whether the session of a key may begin; when this returns, its use is in the audit.</summary>
    public async Task<bool> OpenedAsync(string name, PublicKey key, IPAddress? source, string door, CancellationToken cancel)
    {
        var identity = await names.OfAsync(name, cancel);
        return await store.ChangeAsync(
            identity.Name,
            person =>
            {
                var session = DayKeyRules.Opened(person, identity.Account, key, source, door, Policy, clock.GetUtcNow());
                return new Change<bool>(session.Next, session.Events, session.MayBegin);
            },
            cancel);
    }
}
