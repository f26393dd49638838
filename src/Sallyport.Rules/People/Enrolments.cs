using System.Collections.Immutable;
using Sallyport.Rules.Factors;
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

    /// <summary>Keys and sheets that the person had before.</summary>
    public ImmutableArray<RetiredFactor> Retired { get; init; } = ImmutableArray<RetiredFactor>.Empty;

    /// <summary>Whether there is anything that a prompt could name.</summary>
    internal bool CanBePrompted(DateTimeOffset now) => WebOtp.IsLive(now) || Totp is not null || Skey is { IsUsedUp: false };

    /// <summary>Whether each app, sheet and device of these is one of those as well.</summary>
    internal bool AreAllIn(Enrolments later) =>
        (Totp is not { } totp || later.Totp?.Key.Equals(totp.Key) == true)
        && (Skey is not { } skey || (later.Skey is { } sheet && RetiredFactor.MarkOf(sheet) == RetiredFactor.MarkOf(skey)))
        && Devices.All.All(device => later.Devices.Find(device.Id) is not null);

    /// <summary>An app that is taken over, with every code used up that was used before under the same key.</summary>
    internal TotpEnrolment Spent(TotpEnrolment totp)
    {
        var mark = RetiredFactor.MarkOf(totp.Key);
        var retired = Retired.FirstOrDefault(r => r.Factor == FactorKind.Totp && r.Mark == mark)?.LastStep ?? -1;
        var present = Totp is { } own && own.Key.Equals(totp.Key) ? own.LastStep : -1;
        return totp with { LastStep = Math.Max(totp.LastStep, Math.Max(retired, present)) };
    }

    /// <summary>Whether lines of such a sheet may have been used before.</summary>
    internal bool HadSheet(SkeySequence sheet)
    {
        var mark = RetiredFactor.MarkOf(sheet);
        return (Skey is { } own && RetiredFactor.MarkOf(own) == mark) || Retired.Any(r => r.Factor == FactorKind.Skey && r.Mark == mark);
    }

    internal Enrolments With(TotpEnrolment? totp) => this with
    {
        Retired = Totp is { } before && totp?.Key.Equals(before.Key) != true ? RetiredFactor.Add(Retired, RetiredFactor.Of(before)) : Retired,
        Totp = totp,
        PendingTotp = null,
    };

    internal Enrolments With(SkeySequence? sheet) => this with
    {
        Retired = Skey is { } before ? RetiredFactor.Add(Retired, RetiredFactor.Of(before)) : Retired,
        Skey = sheet,
    };
}
