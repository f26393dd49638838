using Sallyport.Rules.Budgets;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.Networks;

namespace Sallyport.Rules.Logins;

/// <summary>What a site has decided about logins.</summary>
/// <param name="Budgets">How many wrong codes are allowed.</param>
/// <param name="WebOtp">How Web-OTPs are issued.</param>
/// <param name="Trusted">Networks that need no second factor.</param>
/// <param name="TriesPerConnection">Codes that one connection may send, 1 to 10.</param>
/// <param name="SkeyLinesWorthTelling">A sheet with fewer lines left makes the login say so.</param>
/// <param name="TimeZone">The zone of the times that people are told.</param>
/// <param name="Decoy">What names without a factor are asked for.</param>
public sealed record LoginPolicy(
    BudgetPolicy Budgets,
    WebOtpPolicy WebOtp,
    TrustedNetworks Trusted,
    int TriesPerConnection,
    int SkeyLinesWorthTelling,
    TimeZoneInfo TimeZone,
    Decoy Decoy)
{
    /// <summary>Whether this name must give a second factor now.</summary>
    public Enforcement Enforcement { get; init; } = Enforcement.Demanded;

    /// <summary>How logins are confirmed on devices.</summary>
    public PushPolicy Push { get; init; } = PushPolicy.Default;

    /// <summary>How passcodes are sent by message.</summary>
    public SmsPolicy Sms { get; init; } = SmsPolicy.Default;

    public static LoginPolicy Default(Decoy decoy) =>
        new(BudgetPolicy.Default, WebOtpPolicy.Default, TrustedNetworks.None, 3, 20, TimeZoneInfo.Utc, decoy);
}
