namespace Sallyport.Rules.Factors;

/// <summary>The kinds of second factor. Stored by name in the audit: only ever added to.</summary>
public enum FactorKind
{
    Totp = 1,
    Skey = 2,
    WebOtp = 3,
    RecoveryCode = 4,
    BypassCode = 5,
    /// <summary>A yes on a device, signed by it.</summary>
    Push = 6,
    /// <summary>A passcode sent by message.</summary>
    Sms = 7,
    /// <summary>A key pressed in a call.</summary>
    Phone = 8,
}
