using System.Collections.Immutable;
using Sallyport.Rules.Factors;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins;

/// <summary>A code that was right. It opens nothing: the account may be locked, or nobody's.</summary>
/// <param name="Factor">The factor it belongs to.</param>
/// <param name="Rest">The enrolments with the code used up.</param>
internal sealed record VerifiedFactor(FactorKind Factor, Enrolments Rest);

/// <summary>A login that is approved. Only the rules can make one.</summary>
public sealed record Approval
{
    internal Approval(FactorKind? factor, ImmutableArray<string> notices) => (Factor, Notices) = (factor, notices);

    /// <summary>The factor that was given; null from a trusted network.</summary>
    public FactorKind? Factor { get; }

    /// <summary>What the person should be told once in, a sentence each.</summary>
    public ImmutableArray<string> Notices { get; }
}
