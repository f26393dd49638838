using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins;

/// <summary>What a login asks for: the live Web-OTP, else TOTP, else the skey line.</summary>
internal static class Expectation
{
    public static Prompt Of(Enrolments enrolments, LoginOrder order, Decoy decoys, DateTimeOffset now) => enrolments switch
    {
        { WebOtp: var live } when live.IsLive(now) => new Prompt("Code from the web page: ", FactorKind.WebOtp),
        { Totp: not null } => new Prompt("Code from your authenticator app: ", FactorKind.Totp),
        { Skey: { IsUsedUp: false } skey } => new Prompt($"{(IsChallenged(skey, order, decoys) ? skey.Challenge : $"skey line {skey.Line} of {skey.Seed}")} (six words): ", FactorKind.Skey),
        _ => throw new InvalidOperationException("a person without a factor is asked as a decoy"),
    };

    /// <summary>
    /// Whether the line is asked for in the words of RFC 2289, which calculators read. They name the hash: before the password only where names that are
    /// nobody's are asked in the same words.
    /// </summary>
    private static bool IsChallenged(SkeySequence skey, LoginOrder order, Decoy decoys) =>
        skey.IsCalculated && (order == LoginOrder.CodeLast || decoys.ShowsChallengesOf(skey.Algorithm));
}
