namespace Sallyport.Rules.Factors;

/// <summary>The kinds of second factor. Stored by name in the audit: only ever added to.</summary>
public enum FactorKind
{
    Totp = 1,
    Skey = 2,
    WebOtp = 3,
    RecoveryCode = 4,
    BypassCode = 5,
}
