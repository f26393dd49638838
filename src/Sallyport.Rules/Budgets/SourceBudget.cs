using System.Collections.Immutable;
using Sallyport.Rules.Networks;

namespace Sallyport.Rules.Budgets;

/// <summary>What is remembered of one source network of one name.</summary>
/// <param name="Network">The network.</param>
/// <param name="Failures">When the wrong codes came that still count; fewer than <see cref="BudgetPolicy.FailuresPerSource"/>.</param>
/// <param name="LockedUntil">Until when nothing that can be guessed is looked at, if the budget was used up.</param>
/// <param name="LastSuccess">The last right code from here.</param>
public sealed record SourceBudget(
    SourceNetwork Network,
    ImmutableArray<DateTimeOffset> Failures,
    DateTimeOffset? LockedUntil,
    DateTimeOffset? LastSuccess)
{
    /// <summary>The wrong codes of the long run.</summary>
    public LongRun LongRun { get; init; }

    /// <summary>Until when nothing at all is taken: the person said that the logins from here are somebody else's.</summary>
    public DateTimeOffset? DisownedUntil { get; init; }

    /// <summary>The last answer from here, where the network is known good.</summary>
    public JudgedAnswer? LastAnswer { get; init; }

    public static SourceBudget New(SourceNetwork network) => new(network, ImmutableArray<DateTimeOffset>.Empty, null, null);

    /// <summary>Whether the source has a budget of its own, which failures elsewhere do not touch.</summary>
    public bool IsKnownGood(BudgetPolicy policy, DateTimeOffset now) => LastSuccess is { } last && now - last < policy.SourceMemory;

    public bool IsLockedOut(DateTimeOffset now) => LockedUntil > now || DisownedUntil > now;

    /// <summary>When it opens again; null when it is open.</summary>
    public DateTimeOffset? OpensAt(DateTimeOffset now) =>
        !IsLockedOut(now) ? null : DisownedUntil > (LockedUntil ?? DateTimeOffset.MinValue) ? DisownedUntil : LockedUntil;

    internal (SourceBudget Next, bool Locks) Fail(BudgetPolicy policy, DateTimeOffset now)
    {
        var (next, locks) = Tally.Fail(policy.FailuresPerSource, policy, now);
        return (this with { Failures = next.Failures, LockedUntil = next.LockedUntil, LongRun = next.LongRun }, locks);
    }

    /// <summary>
    /// A success ends what its network's first wrong codes led to, and nothing of what grew beyond them: then they are more than a person's
    /// own, and somebody guesses beside the person.
    /// </summary>
    internal SourceBudget Succeed(BudgetPolicy policy, DateTimeOffset now) => LongRun.CountAt(now, policy) > BudgetPolicy.BeforeGrowth
        ? this with { LastSuccess = now, DisownedUntil = null }
        : New(Network) with { LastSuccess = now, LongRun = LongRun, LastAnswer = LastAnswer };

    internal bool IsForgettable(BudgetPolicy policy, DateTimeOffset now) =>
        !IsLockedOut(now) && !IsKnownGood(policy, now) && Tally.IsOver(policy.FailuresPerSource, policy, now);

    private FailureTally Tally => new(Failures, LockedUntil, LongRun);
}
