using System.Collections.Immutable;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>A budget that is used up.</summary>
/// <param name="Network">Null: every network that never succeeded for this name.</param>
internal sealed record Lockout(string Name, string? Network, DateTimeOffset Until);

/// <summary>
/// The budgets in force, of registered names and of others. They lie sealed in each name's row, so the audit says which names to look at: a lockout
/// is an event, and no lockout lasts longer than the budgets' setting.
/// </summary>
internal sealed class LockoutList(IAuditLog audit, PeopleService people, AuthorityOptions options, TimeProvider clock)
{
    private const int MostEvents = 1000;

    private static readonly ImmutableArray<AuditKind> Kinds = [AuditKind.SourceClosed, AuditKind.StrangersClosed, AuditKind.PushNotMe];

    /// <summary>The lockouts, soonest over last; and whether there were too many to look at all.</summary>
    public async Task<(IReadOnlyList<Lockout> Lockouts, bool AreAll)> ReadAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var page = await audit.QueryAsync(new AuditQuery { Kinds = Kinds, From = now - options.Budgets.LongestLockout, Most = MostEvents }, cancel);
        var lockouts = new List<Lockout>();
        foreach (var name in page.Rows.Select(row => row.Event.Person).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var budget = (await people.FindAsync(name, cancel)).Budget;
            lockouts.AddRange(budget.Sources.Where(s => s.IsLockedOut(now)).Select(s => new Lockout(name, s.Network.ToString(), s.OpensAt(now)!.Value)));
            if (budget.UnknownNetworksLockedUntil is { } until && until > now)
                lockouts.Add(new Lockout(name, null, until));
        }

        return ([.. lockouts.OrderByDescending(c => c.Until)], page.Older is null || page.Rows.Count < MostEvents);
    }
}
