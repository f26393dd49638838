using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Factors.WebOtp;

namespace Sallyport.Rules.People;

/// <summary>The second factors of a person. To add a kind: a folder in Factors, a member here, a line in <c>LoginRules.VerifyExpected</c> and in <c>Expectation.Of</c>.</summary>
/// <param name="Totp">The authenticator app in use.</param>
/// <param name="PendingTotp">A key that was handed out and counts only after one right code.</param>
/// <param name="Skey">The skey sheet in use.</param>
/// <param name="WebOtp">The Web-OTP fetched last.</param>
/// <param name="RecoveryCodes">The recovery codes left.</param>
/// <param name="Bypass">A code from an administrator.</param>
/// <param name="Devices">Browsers and phones, and what was sent to them.</param>
public sealed record Enrolments(
    TotpEnrolment? Totp,
    TotpKey? PendingTotp,
    SkeySequence? Skey,
    LiveWebOtp WebOtp,
    RecoveryCodes RecoveryCodes,
    BypassCode? Bypass,
    DeviceSet Devices)
{
    public static readonly Enrolments None = new(null, null, null, LiveWebOtp.None, RecoveryCodes.None, null, DeviceSet.None);
}
