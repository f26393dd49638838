namespace Sallyport.Rules.Budgets;

/// <summary>
/// Wrong codes in the long run, as the time at which the last of them is forgotten: each adds <see cref="BudgetPolicy.ForgetsOneIn"/>. A
/// success takes none of them away, or an attacker beside a person who logs in every day would start again every day.
/// </summary>
/// <param name="ForgottenAt">When none counts any more; null when none ever came.</param>
public readonly record struct LongRun(DateTimeOffset? ForgottenAt)
{
    private const int MostDoublings = 30;

    /// <summary>How many are remembered.</summary>
    public double CountAt(DateTimeOffset now, BudgetPolicy policy) =>
        ForgottenAt is { } end && end > now ? (end - now) / policy.ForgetsOneIn : 0;

    /// <summary>With one more.</summary>
    internal LongRun Add(DateTimeOffset now, BudgetPolicy policy) => new((ForgottenAt > now ? ForgottenAt.Value : now) + policy.ForgetsOneIn);

    /// <summary>
    /// How long a lockout lasts now, and a failure counts: <see cref="BudgetPolicy.Lockout"/>, doubled for each <paramref name="limit"/> wrong
    /// codes beyond <see cref="BudgetPolicy.BeforeGrowth"/>. It stops growing where as many are forgotten in it as lead to the next one:
    /// longer lockouts would not make guessing slower, only returning harder.
    /// </summary>
    internal TimeSpan Lockout(int limit, BudgetPolicy policy, DateTimeOffset now)
    {
        var beyond = CountAt(now, policy) - BudgetPolicy.BeforeGrowth;
        var doublings = Math.Min(MostDoublings, Math.Max(0, (int)(beyond / limit)));
        var grown = policy.Lockout.TotalSeconds * (1L << doublings);
        var most = Math.Max(policy.Lockout.TotalSeconds, policy.ForgetsOneIn.TotalSeconds * limit);
        return TimeSpan.FromSeconds(Math.Min(grown, most));
    }
}
