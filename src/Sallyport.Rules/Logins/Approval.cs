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
    internal Approval(FactorKind factor, ImmutableArray<string> notices) => (Ground, Factor, Notices) = (ApprovalGround.Factor, factor, notices);

    internal Approval(ApprovalGround ground, ImmutableArray<string> notices) => (Ground, Notices) = (ground, notices);

    public ApprovalGround Ground { get; }

    /// <summary>The factor that was given; null when none was needed.</summary>
    public FactorKind? Factor { get; }

    /// <summary>What the person should be told once in, a sentence each.</summary>
    public ImmutableArray<string> Notices { get; }
}

/// <summary>Why a login goes on.</summary>
public enum ApprovalGround
{
    /// <summary>A second factor was given.</summary>
    Factor = 1,
    TrustedNetwork = 2,
    /// <summary>The roll-out does not demand a factor of this name yet.</summary>
    NotEnforced = 3,
}
