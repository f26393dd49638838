using Sallyport.Rules.Factors;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins;

/// <summary>What a login asks for: the live Web-OTP, else TOTP, else the skey line.</summary>
internal static class Expectation
{
    public static Prompt Of(Enrolments enrolments, DateTimeOffset now) => enrolments switch
    {
        { WebOtp: var live } when live.IsLive(now) => new Prompt("Code from the web page: ", FactorKind.WebOtp),
        { Totp: not null } => new Prompt("Code from your authenticator app: ", FactorKind.Totp),
        { Skey: { IsUsedUp: false } skey } => new Prompt($"skey line {skey.Line} of {skey.Seed} (six words): ", FactorKind.Skey),
        _ => throw new InvalidOperationException("a person without a factor is asked as a decoy"),
    };
}
