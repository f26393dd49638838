using System.Collections.Immutable;
using Sallyport.Rules.Networks;

namespace Sallyport.Rules.Budgets;

/// <summary>
/// The guess budget of one name: how many wrong codes each source network may still send. Nobody can use up the budget of a
/// source that succeeded lately from anywhere else, so nobody can lock a person out from afar.
/// </summary>
/// <param name="Sources">Each network whose failures count or that succeeded lately.</param>
/// <param name="UnknownNetworkFailures">When never-successful networks failed, while it counts.</param>
/// <param name="UnknownNetworksLockedUntil">Until when never-successful networks are locked out for this name.</param>
public sealed record Budget(
    ImmutableArray<SourceBudget> Sources,
    ImmutableArray<DateTimeOffset> UnknownNetworkFailures,
    DateTimeOffset? UnknownNetworksLockedUntil)
{
    /// <summary>Known-good networks beyond this many are forgotten, oldest success first.</summary>
    public const int MostKnownGoodSources = 64;

    public static readonly Budget Empty = new(ImmutableArray<SourceBudget>.Empty, ImmutableArray<DateTimeOffset>.Empty, null);

    /// <summary>The wrong codes of never-successful networks in the long run.</summary>
    public LongRun UnknownNetworksLongRun { get; init; }

    /// <summary>Until when codes from this network that can be guessed are not looked at, or null when it is open.</summary>
    public DateTimeOffset? LockedUntil(SourceNetwork network, BudgetPolicy policy, DateTimeOffset now)
    {
        var source = Find(network);
        if (source?.OpensAt(now) is { } until)
            return until;

        var knownGood = source is not null && source.IsKnownGood(policy, now);
        return !knownGood && UnknownNetworksLockedUntil > now ? UnknownNetworksLockedUntil : null;
    }

    /// <summary>Until when nothing at all from this network is taken, or null.</summary>
    public DateTimeOffset? DisownedUntil(SourceNetwork network, DateTimeOffset now) =>
        Find(network) is { DisownedUntil: { } until } && until > now ? until : null;

    /// <summary>Whether the network succeeded lately.</summary>
    public bool Knows(SourceNetwork network, BudgetPolicy policy, DateTimeOffset now) => Find(network)?.IsKnownGood(policy, now) == true;

    /// <summary>Until when this network alone is locked out, whatever others did.</summary>
    internal DateTimeOffset? FindLockout(SourceNetwork network, DateTimeOffset now) => Find(network)?.OpensAt(now);

    /// <summary>What the network sent last, if that is remembered.</summary>
    internal JudgedAnswer? LastAnswer(SourceNetwork network) => Find(network)?.LastAnswer;

    /// <summary>Counts a wrong code. To be stored before the answer leaves.</summary>
    public BudgetAfterFailure Fail(SourceNetwork network, BudgetPolicy policy, DateTimeOffset now)
    {
        var source = Find(network) ?? SourceBudget.New(network);
        var (counted, locks) = source.Fail(policy, now);
        var next = this with { Sources = Replace(counted, policy, now) };
        if (source.IsKnownGood(policy, now))
            return new BudgetAfterFailure(next, locks, UnknownNetworksLocked: false);

        var (unknown, unknownLocked) = new FailureTally(UnknownNetworkFailures, UnknownNetworksLockedUntil, UnknownNetworksLongRun).Fail(policy.FailuresFromUnknownNetworks, policy, now);
        next = next with { UnknownNetworkFailures = unknown.Failures, UnknownNetworksLockedUntil = unknown.LockedUntil, UnknownNetworksLongRun = unknown.LongRun };
        return new BudgetAfterFailure(next, locks, unknownLocked);
    }

    /// <summary>Counts a wrong code that did not come over the net: against this source alone.</summary>
    public BudgetAfterFailure FailAlone(SourceNetwork network, BudgetPolicy policy, DateTimeOffset now)
    {
        var (counted, locks) = (Find(network) ?? SourceBudget.New(network)).Fail(policy, now);
        return new BudgetAfterFailure(this with { Sources = Replace(counted, policy, now) }, locks, UnknownNetworksLocked: false);
    }

    /// <summary>Remembers the answer that was judged last, so that the same again is no second guess.</summary>
    internal Budget Judged(SourceNetwork network, JudgedAnswer answer, BudgetPolicy policy, DateTimeOffset now) =>
        Find(network) is { } source ? this with { Sources = Replace(source with { LastAnswer = answer }, policy, now) } : this;

    /// <summary>Closes a network to everything: the person said that what comes from there is somebody else's.</summary>
    public Budget Close(SourceNetwork network, BudgetPolicy policy, DateTimeOffset now)
    {
        var source = Find(network) ?? SourceBudget.New(network);
        var until = now + policy.Lockout;
        return this with
        {
            Sources = Replace(
                source with { Failures = ImmutableArray<DateTimeOffset>.Empty, DisownedUntil = source.DisownedUntil > until ? source.DisownedUntil : until }, policy, now),
        };
    }

    /// <summary>Counts a right code: the network is known good from now on.</summary>
    public Budget Succeed(SourceNetwork network, BudgetPolicy policy, DateTimeOffset now) =>
        this with { Sources = Replace((Find(network) ?? SourceBudget.New(network)).Succeed(policy, now), policy, now) };

    /// <summary>Ends every lockout and forgets every failure; what succeeded stays known.</summary>
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
}

/// <summary>A budget with one more failure in it, and what that failure closed.</summary>
public readonly record struct BudgetAfterFailure(Budget Budget, bool SourceLocked, bool UnknownNetworksLocked);
