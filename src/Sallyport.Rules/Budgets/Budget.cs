using System.Collections.Immutable;
using Sallyport.Rules.Networks;

namespace Sallyport.Rules.Budgets;

/// <summary>
/// The guess budget of one name: how many wrong codes each source network may still send. Nobody can use up the budget of a
/// source that succeeded lately from anywhere else, so nobody can lock a person out from afar.
/// </summary>
/// <param name="Sources">Each network that failed within the hour or succeeded lately.</param>
/// <param name="StrangerFailures">When never-successful networks failed, while it counts.</param>
/// <param name="StrangersClosedUntil">Until when never-successful networks are closed for this name.</param>
public sealed record Budget(
    ImmutableArray<SourceBudget> Sources,
    ImmutableArray<DateTimeOffset> StrangerFailures,
    DateTimeOffset? StrangersClosedUntil)
{
    /// <summary>Known-good networks beyond this many are forgotten, oldest success first.</summary>
    public const int MostKnownGoodSources = 64;

    public static readonly Budget Empty = new(ImmutableArray<SourceBudget>.Empty, ImmutableArray<DateTimeOffset>.Empty, null);

    /// <summary>Until when codes from this network are not looked at, or null when it is open.</summary>
    public DateTimeOffset? ClosedUntil(SourceNetwork network, BudgetPolicy policy, DateTimeOffset now)
    {
        var source = Find(network);
        if (source is not null && source.IsClosed(now))
            return source.ClosedUntil;

        var knownGood = source is not null && source.IsKnownGood(policy, now);
        return !knownGood && StrangersClosedUntil > now ? StrangersClosedUntil : null;
    }

    /// <summary>
    /// Counts a wrong code. To be stored before the answer leaves. A closing lasts from the latest failure, which is not this one when
    /// the clock was set back: setting a clock back opens nothing.
    /// </summary>
    public BudgetAfterFailure Fail(SourceNetwork network, BudgetPolicy policy, DateTimeOffset now)
    {
        var source = Find(network) ?? SourceBudget.New(network);
        var failures = StillCounting(source.Failures, policy, now).Add(now);
        var sourceCloses = failures.Length >= policy.FailuresPerSource;
        var counted = source with
        {
            Failures = sourceCloses ? ImmutableArray<DateTimeOffset>.Empty : failures,
            ClosedUntil = sourceCloses ? failures.Max() + policy.Closing : null,
        };

        var strangers = StillCounting(StrangerFailures, policy, now);
        var strangersClose = false;
        if (!source.IsKnownGood(policy, now))
        {
            strangers = strangers.Add(now);
            strangersClose = strangers.Length >= policy.FailuresFromStrangers;
        }

        var next = new Budget(
            Replace(counted, policy, now),
            strangersClose ? ImmutableArray<DateTimeOffset>.Empty : strangers,
            strangersClose ? strangers.Max() + policy.Closing : StrangersClosedUntil > now ? StrangersClosedUntil : null);
        return new BudgetAfterFailure(next, sourceCloses, strangersClose);
    }

    /// <summary>Closes a network as if its budget had been used up now.</summary>
    public Budget Close(SourceNetwork network, BudgetPolicy policy, DateTimeOffset now)
    {
        var source = Find(network) ?? SourceBudget.New(network);
        var until = now + policy.Closing;
        return this with
        {
            Sources = Replace(
                source with { Failures = ImmutableArray<DateTimeOffset>.Empty, ClosedUntil = source.ClosedUntil > until ? source.ClosedUntil : until }, policy, now),
        };
    }

    /// <summary>Counts a right code: the network starts anew and is known good from now on.</summary>
    public Budget Succeed(SourceNetwork network, BudgetPolicy policy, DateTimeOffset now) =>
        this with { Sources = Replace(SourceBudget.New(network) with { LastSuccess = now }, policy, now) };

    /// <summary>Opens every closing and forgets every failure; what succeeded stays known.</summary>
    public Budget Unlock() => new(
        [.. Sources.Where(s => s.LastSuccess is not null).Select(s => SourceBudget.New(s.Network) with { LastSuccess = s.LastSuccess })],
        ImmutableArray<DateTimeOffset>.Empty,
        null);

    private SourceBudget? Find(SourceNetwork network) => Sources.FirstOrDefault(s => s.Network == network);

    private ImmutableArray<SourceBudget> Replace(SourceBudget changed, BudgetPolicy policy, DateTimeOffset now)
    {
        var kept = Sources.Where(s => s.Network != changed.Network && !s.IsForgettable(policy, now)).Append(changed).ToList();
        var surplus = kept.Where(s => s.LastSuccess is not null).OrderBy(s => s.LastSuccess).SkipLast(MostKnownGoodSources).ToHashSet();
        return [.. kept.Where(s => !surplus.Contains(s))];
    }

    private static ImmutableArray<DateTimeOffset> StillCounting(ImmutableArray<DateTimeOffset> failures, BudgetPolicy policy, DateTimeOffset now) =>
        [.. failures.Where(at => SourceBudget.Counts(at, policy, now))];
}

/// <summary>A budget with one more failure in it, and what that failure closed.</summary>
public readonly record struct BudgetAfterFailure(Budget Budget, bool SourceClosed, bool StrangersClosed);
