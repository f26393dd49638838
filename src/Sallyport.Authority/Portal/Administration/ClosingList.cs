using System.Collections.Immutable;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>A budget that is used up.</summary>
/// <param name="Network">Null: every network that never succeeded for this name.</param>
internal sealed record Closing(string Name, string? Network, DateTimeOffset Until);

/// <summary>
/// The budgets in force, of registered names and of others. They lie sealed in each name's row, so the audit says which names to look at: a closing
/// is an event, and no closing lasts longer than the budgets' setting.
/// </summary>
internal sealed class ClosingList(IAuditLog audit, PeopleDesk people, AuthorityOptions options, TimeProvider clock)
{
    private const int MostEvents = 1000;

    private static readonly ImmutableArray<AuditKind> Kinds = [AuditKind.SourceClosed, AuditKind.StrangersClosed, AuditKind.PushNotMe];

    /// <summary>The closings, soonest over last; and whether there were too many to look at all.</summary>
    public async Task<(IReadOnlyList<Closing> Closings, bool AreAll)> ReadAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var page = await audit.QueryAsync(new AuditQuery { Kinds = Kinds, From = now - options.Budgets.LongestLockout, Most = MostEvents }, cancel);
        var closings = new List<Closing>();
        foreach (var name in page.Rows.Select(row => row.Event.Person).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var budget = (await people.FindAsync(name, cancel)).Budget;
            closings.AddRange(budget.Sources.Where(s => s.IsClosed(now)).Select(s => new Closing(name, s.Network.ToString(), s.OpensAt(now)!.Value)));
            if (budget.StrangersClosedUntil is { } until && until > now)
                closings.Add(new Closing(name, null, until));
        }

        return ([.. closings.OrderByDescending(c => c.Until)], page.Older is null || page.Rows.Count < MostEvents);
    }
}
