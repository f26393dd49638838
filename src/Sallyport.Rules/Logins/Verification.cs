using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins;

/// <summary>
/// Whether an answer is right. Every kind of code is tried at every answer, on a decoy where the name has none, so that the time does not
/// tell which factors a name has, or whether it has any.
/// </summary>
internal static class Verification
{
    /// <summary>The code that the prompt asked for, or one that was handed out.</summary>
    public static VerifiedFactor? Of(Person person, string answer, LoginPolicy policy, DateTimeOffset now)
    {
        var expected = Expected(person, answer, policy, now);
        var handedOut = HandedOut(person.Enrolments, answer, policy.Decoy.AppearanceOf(person.Name, now).Passcode, now);
        return expected ?? handedOut;
    }

    /// <summary>During a lockout: only what nobody guesses, and a passcode by message from the network that had it sent.</summary>
    public static VerifiedFactor? DuringLockout(Person person, SourceNetwork network, string answer, AnswerShape shape, LoginPolicy policy, DateTimeOffset now)
    {
        var own = person.Enrolments;
        var sheet = policy.Decoy.AppearanceOf(person.Name, now).BusySheet;
        var skey = (own.Skey ?? sheet).Try(answer);
        var handedOut = HandedOut(own, answer, policy.Decoy.AppearanceOf(person.Name, now).Passcode, now);
        return shape switch
        {
            AnswerShape.BeyondGuessing when own.Skey is not null && skey is not null => new VerifiedFactor(FactorKind.Skey, own with { Skey = skey }),
            AnswerShape.BeyondGuessing when handedOut?.Factor is FactorKind.RecoveryCode or FactorKind.BypassCode => handedOut,
            AnswerShape.MessagePasscode when handedOut?.Factor == FactorKind.Sms && own.Devices.Passcodes.Network == network => handedOut,
            _ => null,
        };
    }

    /// <summary>A bypass code with uses left: the only answer that may be right twice.</summary>
    public static VerifiedFactor? OfBypass(Enrolments own, string answer, DateTimeOffset now) =>
        own.Bypass is { } bypass && bypass.Matches(answer, now) ? new VerifiedFactor(FactorKind.BypassCode, own with { Bypass = bypass.Used() }) : null;

    private static VerifiedFactor? Expected(Person person, string answer, LoginPolicy policy, DateTimeOffset now)
    {
        var own = person.Enrolments;
        var decoy = policy.Decoy.AppearanceOf(person.Name, now);
        var web = (own.WebOtp.Code ?? decoy.Passcode).Matches(answer);
        var totp = (own.Totp ?? decoy.Totp).Use(answer, now);
        var skey = (own.Skey ?? decoy.BusySheet).Try(answer);
        return own switch
        {
            { WebOtp: var live } when live.IsLive(now) => web ? new VerifiedFactor(FactorKind.WebOtp, own with { WebOtp = live.Used() }) : null,
            { Totp: not null } => totp is not null ? new VerifiedFactor(FactorKind.Totp, own with { Totp = totp }) : null,
            { Skey: not null } => skey is not null ? new VerifiedFactor(FactorKind.Skey, own with { Skey = skey }) : null,
            _ => null,
        };
    }

    private static VerifiedFactor? HandedOut(Enrolments own, string answer, PasscodeHash nobodys, DateTimeOffset now)
    {
        var recovery = own.RecoveryCodes.Use(answer);
        var message = own.Devices.Passcodes.Use(answer, now);
        var bypass = (own.Bypass?.Code ?? nobodys).Matches(answer);
        Idle(nobodys, answer, RecoveryCodes.InASet - own.RecoveryCodes.Left.Length);
        Idle(nobodys, answer, 1 - own.Devices.Passcodes.Left.Length);
        if (bypass && OfBypass(own, answer, now) is { } verified)
            return verified;
        if (message is not null)
            return new VerifiedFactor(FactorKind.Sms, own with { Devices = own.Devices with { Passcodes = message } });
        return recovery is null ? null : new VerifiedFactor(FactorKind.RecoveryCode, own with { RecoveryCodes = recovery });
    }

    /// <summary>The work of codes that the name does not have.</summary>
    private static void Idle(PasscodeHash nobodys, string answer, int times)
    {
        for (var i = 0; i < times; i++)
            _ = nobodys.Matches(answer);
    }
}
