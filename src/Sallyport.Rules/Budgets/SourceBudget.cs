using System.Collections.Immutable;
using Sallyport.Rules.Networks;

namespace Sallyport.Rules.Budgets;

/// <summary>What is remembered of one source network of one name.</summary>
/// <param name="Network">The network.</param>
/// <param name="Failures">When the wrong codes came that still count; at most <see cref="BudgetPolicy.FailuresPerSource"/>.</param>
/// <param name="ClosedUntil">Until when no code is looked at, if the budget was used up.</param>
/// <param name="LastSuccess">The last right code from here.</param>
public sealed record SourceBudget(
    SourceNetwork Network,
    ImmutableArray<DateTimeOffset> Failures,
    DateTimeOffset? ClosedUntil,
    DateTimeOffset? LastSuccess)
{
    public static SourceBudget New(SourceNetwork network) => new(network, ImmutableArray<DateTimeOffset>.Empty, null, null);

    /// <summary>Whether the source has a budget of its own, which failures elsewhere do not touch.</summary>
    public bool IsKnownGood(BudgetPolicy policy, DateTimeOffset now) => LastSuccess is { } last && now - last < policy.SourceMemory;

    public bool IsClosed(DateTimeOffset now) => ClosedUntil > now;

    internal bool IsForgettable(BudgetPolicy policy, DateTimeOffset now) =>
        !IsClosed(now) && !IsKnownGood(policy, now) && Failures.All(at => !Counts(at, policy, now));

    internal static bool Counts(DateTimeOffset failure, BudgetPolicy policy, DateTimeOffset now) => now - failure < policy.Closing;
}
