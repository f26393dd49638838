namespace Sallyport.Rules.Budgets;

/// <summary>How many wrong codes are allowed before a lockout, and for how long it lasts.</summary>
/// <param name="FailuresPerSource">Wrong codes for one name from one source network within <paramref name="Lockout"/>; the last of them locks the pair. 1 to 100.</param>
/// <param name="FailuresFromUnknownNetworks">Wrong codes for one name from all never-successful networks together within <paramref name="Lockout"/>; the last of them locks all of those. 1 to 1000.</param>
/// <param name="Lockout">How long the first lockouts last, and how long a failure counts until lockouts grow.</param>
/// <param name="SourceMemory">How long a source that succeeded keeps a budget of its own.</param>
public sealed record BudgetPolicy(int FailuresPerSource, int FailuresFromUnknownNetworks, TimeSpan Lockout, TimeSpan SourceMemory)
{
    /// <summary>Wrong codes that cost no more than the first ones did; what comes beyond them makes lockouts grow.</summary>
    public const int BeforeGrowth = 20;

    /// <summary>5 for one network, 20 for all unknown networks, one hour, 30 days; two wrong codes a day in the long run.</summary>
    public static readonly BudgetPolicy Default = new(5, 20, TimeSpan.FromHours(1), TimeSpan.FromDays(30));

    /// <summary>Wrong codes a day that are looked at in the long run, from one network and from all never-successful ones together. 1 to 100.</summary>
    public int WrongCodesPerDay { get; init; } = 2;

    /// <summary>No lockout lasts longer.</summary>
    public TimeSpan LongestLockout => TimeSpan.FromTicks(Math.Max(Lockout.Ticks, ForgetsOneIn.Ticks * Math.Max(FailuresPerSource, FailuresFromUnknownNetworks)));

    /// <summary>In the long run one wrong code is forgotten in this time, whatever succeeds in between.</summary>
    internal TimeSpan ForgetsOneIn => TimeSpan.FromDays(1) / WrongCodesPerDay;
}
