using System.Globalization;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Cli.Import.Keys;

/// <summary>What a file says of an OATH key, before anybody asks whether the rules can carry it.</summary>
/// <param name="Secret">The bytes; null when they could not be read.</param>
internal sealed record OathKey(byte[]? Secret)
{
    /// <summary><c>totp</c>, <c>hotp</c> or what else the file calls it, in any case.</summary>
    public string Type { get; init; } = "totp";

    /// <summary>The hash, such as <c>SHA1</c>, <c>sha-256</c> or <c>HmacSHA512</c>; null and empty are SHA-1.</summary>
    public string? Algorithm { get; init; }

    public string? Digits { get; init; }

    /// <summary>Seconds; null and empty are 30.</summary>
    public string? Period { get; init; }

    /// <summary>A secret in base32, as apps write it.</summary>
    public static OathKey OfBase32(string? secret) => new(secret is null ? null : Base32.Decode(secret));

    /// <summary>A secret in hexadecimal.</summary>
    public static OathKey OfHex(string? secret) => new(Hex(secret));

    /// <summary>The bytes of hexadecimal digits; null for anything else.</summary>
    public static byte[]? Hex(string? text) =>
        text is { Length: > 0 } && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;

    /// <summary>The entry with this key, or with the reason why the rules cannot carry it.</summary>
    public FoundKey In(FoundKey entry)
    {
        if (Refusal() is { } refusal)
            return entry with { Refusal = refusal };
        return entry with { Totp = new TotpKey(Secret, Hash()!.Value, DigitCount()!.Value) };
    }

    private string? Refusal()
    {
        if (Type.Equals("hotp", StringComparison.OrdinalIgnoreCase))
            return "a counter-based (HOTP) key cannot be used; enrol a time-based one";
        if (!Type.Equals("totp", StringComparison.OrdinalIgnoreCase))
            return "this is no TOTP key; enrol again";
        if (Secret is null or [])
            return "the key cannot be read; enrol again";
        if (Secret.Length is < TotpKey.LeastWeakBytes or > TotpKey.MostBytes)
            return $"the key has {Secret.Length * 8} bits, fewer than {TotpKey.LeastWeakBytes * 8} or more than {TotpKey.MostBytes * 8}; enrol again";
        if (Hash() is null)
            return "the hash is not SHA-1, SHA-256 or SHA-512; enrol again";
        if (DigitCount() is null)
            return "the codes have neither 6 nor 8 digits; enrol again";
        return Number(Period, TotpKey.PeriodSeconds) == TotpKey.PeriodSeconds
            ? null
            : $"its codes do not change every {TotpKey.PeriodSeconds} seconds; enrol again";
    }

    private int? DigitCount() => Number(Digits, 6) is (6 or 8) and var count ? count : null;

    private TotpAlgorithm? Hash()
    {
        var name = (Algorithm ?? "").ToUpperInvariant().Replace("-", "", StringComparison.Ordinal);
        return (name.StartsWith("HMAC", StringComparison.Ordinal) ? name[4..] : name) switch
        {
            "" or "SHA1" => TotpAlgorithm.Sha1,
            "SHA256" => TotpAlgorithm.Sha256,
            "SHA512" => TotpAlgorithm.Sha512,
            _ => null,
        };
    }

    private static int? Number(string? text, int otherwise) =>
        string.IsNullOrWhiteSpace(text) ? otherwise : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
