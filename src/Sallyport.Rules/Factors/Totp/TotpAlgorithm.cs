namespace Sallyport.Rules.Factors.Totp;

/// <summary>The hash of a TOTP key (RFC 6238 section 1.2). The numbers are stored: never change one.</summary>
public enum TotpAlgorithm
{
    /// <summary>What every authenticator app knows.</summary>
    Sha1 = 1,

    /// <summary>HMAC-SHA-256.</summary>
    Sha256 = 2,

    /// <summary>HMAC-SHA-512.</summary>
    Sha512 = 3,
}
