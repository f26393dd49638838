namespace Sallyport.Rules.Budgets;

/// <summary>How many wrong codes are allowed before a closing, and for how long it lasts.</summary>
/// <param name="FailuresPerSource">Wrong codes for one name from one source network within <paramref name="Closing"/>; the last of them closes the pair. 1 to 100.</param>
/// <param name="FailuresFromStrangers">Wrong codes for one name from all never-successful networks together within <paramref name="Closing"/>; the last of them closes all of those. 1 to 1000.</param>
/// <param name="Closing">How long a closing lasts, and how long a failure counts.</param>
/// <param name="SourceMemory">How long a source that succeeded keeps a budget of its own.</param>
public sealed record BudgetPolicy(int FailuresPerSource, int FailuresFromStrangers, TimeSpan Closing, TimeSpan SourceMemory)
{
    /// <summary>5 for one network, 20 for all strangers, one hour, 30 days.</summary>
    public static readonly BudgetPolicy Default = new(5, 20, TimeSpan.FromHours(1), TimeSpan.FromDays(30));
}
