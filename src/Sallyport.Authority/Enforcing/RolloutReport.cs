using System.Collections.Immutable;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Enforcing;

/// <summary>The users without a factor, and from when that keeps them out.</summary>
/// <param name="Today">The site's calendar day.</param>
/// <param name="Ready">How many registered people have a factor.</param>
/// <param name="Unready">Those without, the soonest to be kept out first.</param>
internal sealed record RolloutReport(DateOnly Today, Rollout Rollout, int Ready, IReadOnlyList<UnreadyPerson> Unready)
{
    /// <summary>Who would be kept out on a day, or is already.</summary>
    public IEnumerable<UnreadyPerson> KeptOutOn(DateOnly day) => Unready.Where(person => person.From <= day);
}

/// <summary>Somebody without a factor.</summary>
/// <param name="From">The day from which that keeps the person out; null when none is set.</param>
/// <param name="LastLogin">When the person last went on without a factor, if it was lately.</param>
internal sealed record UnreadyPerson(string Name, DateOnly? From, DateTimeOffset? LastLogin);

/// <summary>Collects a <see cref="RolloutReport"/>: of registered users, of the members of the roll-out's groups, and of users who recently went on without a factor.</summary>
internal sealed class RolloutReporter(AuthorityOptions options, IPeople people, IAuditLog audit, IAccounts accounts, TimeProvider clock)
{
    /// <summary>Days of logins that are looked through.</summary>
    public const int DaysLookedBack = 30;

    private const int MostLogins = 10_000;

    public async Task<RolloutReport> MakeAsync(CancellationToken cancel)
    {
        var rollout = options.Rollout;
        var seen = await SeenAsync(cancel);
        var candidates = new HashSet<string>(rollout.Groups.SelectMany(group => accounts.Members(group.Group)), StringComparer.Ordinal);
        candidates.UnionWith(seen.Keys);

        var (ready, unready) = (0, new List<UnreadyPerson>());
        await foreach (var person in people.RegisteredAsync(cancel))
        {
            candidates.Remove(person.Name);
            Sort(person);
        }

        foreach (var name in candidates)
        {
            cancel.ThrowIfCancellationRequested();
            Sort(await people.FindAsync(name, cancel));
        }

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), options.TimeZone).DateTime);
        return new RolloutReport(
            today,
            rollout,
            ready,
            [.. unready.OrderBy(p => p.From ?? DateOnly.MaxValue).ThenBy(p => p.Name, StringComparer.Ordinal)]);

        void Sort(Person person)
        {
            var isRegistered = person.Standing != PersonStanding.Unregistered;
            if (person.Standing == PersonStanding.Locked)
                return;
            if (isRegistered && Readiness.HasFactor(person.Enrolments, clock.GetUtcNow()))
                ready++;
            else if (GroupsOf(person.Name, isRegistered) is { } groups)
                unready.Add(new UnreadyPerson(person.Name, rollout.From(groups), seen.TryGetValue(person.Name, out var at) ? at : null));
        }
    }

    /// <summary>Null when the name is nobody's.</summary>
    private ImmutableArray<string>? GroupsOf(string name, bool isRegistered) =>
        accounts.Find(name, [.. options.Rollout.Groups.Select(g => g.Group)]) switch
        {
            Account.Known known => known.Groups,
            _ when isRegistered => [],
            _ => null,
        };

    private async Task<Dictionary<string, DateTimeOffset>> SeenAsync(CancellationToken cancel)
    {
        var seen = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var query = new AuditQuery
        {
            Kinds = [AuditKind.LoginNotEnforced],
            From = clock.GetUtcNow().AddDays(-DaysLookedBack),
            Most = MostLogins,
        };
        var page = await audit.QueryAsync(query, cancel);
        foreach (var row in page.Rows)
        {
            if (row.Event.Person is { } name)
                seen.TryAdd(name, row.At);
        }

        return seen;
    }
}
