using System.Text;

namespace Sallyport.Rules.Factors.Totp;

/// <summary>What an authenticator app takes from a QR code: the key and the names to show beside its codes.</summary>
public sealed record OtpauthUri
{
    /// <summary>Characters in a name at most.</summary>
    public const int MaxNameLength = 128;

    /// <summary>Names the parts.</summary>
    /// <param name="issuer">The site; may be empty.</param>
    /// <param name="account">The person's name there.</param>
    /// <param name="key">The key to hand over.</param>
    /// <exception cref="ArgumentException">A name that apps could not show, see <see cref="IsName"/>.</exception>
    public OtpauthUri(string issuer, string account, TotpKey key)
    {
        if (issuer.Length > 0 && !IsName(issuer))
            throw new ArgumentException("an issuer has up to 128 characters, no colon and no control character", nameof(issuer));
        if (!IsName(account))
            throw new ArgumentException("an account has 1 to 128 characters, no colon and no control character", nameof(account));
        (Issuer, Account, Key) = (issuer, account, key);
    }

    /// <summary>The site, empty if none was given.</summary>
    public string Issuer { get; }

    /// <summary>The person's name at the site.</summary>
    public string Account { get; }

    /// <summary>The key.</summary>
    public TotpKey Key { get; }

    /// <summary>
    /// 1 to 128 characters, not a colon (which parts issuer and account even when escaped), not a control character, not half a
    /// surrogate pair.
    /// </summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxNameLength
        && text.EnumerateRunes().All(rune => rune.Value != ':' && rune != Rune.ReplacementChar && !Rune.IsControl(rune));

    /// <summary>The URI itself, the secret in it. What is the default (SHA-1, 6 digits, 30 s) is left out: a smaller QR code.</summary>
    public string ToUriString()
    {
        var uri = new StringBuilder("otpauth://totp/");
        if (Issuer.Length > 0)
            uri.Append(Uri.EscapeDataString(Issuer)).Append(':');
        uri.Append(Uri.EscapeDataString(Account)).Append("?secret=").Append(Key.ToBase32());
        if (Issuer.Length > 0)
            uri.Append("&issuer=").Append(Uri.EscapeDataString(Issuer));
        if (Key.Algorithm != TotpAlgorithm.Sha1)
            uri.Append("&algorithm=").Append(Key.Algorithm.ToString().ToUpperInvariant());
        if (Key.Digits != 6)
            uri.Append("&digits=").Append(Key.Digits);
        return uri.ToString();
    }

    /// <summary>Names the account, does not show the key.</summary>
    public override string ToString() => $"(otpauth URI of {Account})";
}
