using System.Globalization;

namespace Sallyport.Rules.Factors.Totp;

/// <summary>What became of reading an otpauth URI.</summary>
/// <param name="Otpauth">What it says; null if there is any problem.</param>
/// <param name="Problems">Every problem found, one sentence each; none of them shows the key.</param>
public sealed record OtpauthReading(OtpauthUri? Otpauth, IReadOnlyList<string> Problems)
{
    /// <summary>Characters in a URI at most.</summary>
    public const int MaxLength = 2048;

    private const string Scheme = "otpauth://";

    /// <summary>Reads a URI that any program made. Parameters this does not know (such as <c>image</c>) are passed over.</summary>
    /// <param name="text">The URI.</param>
    /// <param name="leastBytes">How short a key may be.</param>
    public static OtpauthReading Of(string text, int leastBytes = TotpKey.LeastImportedBytes)
    {
        if (text.Length > MaxLength)
            return Refused($"the URI is longer than {MaxLength} characters");
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return Refused("the URI does not begin with otpauth://");

        var (path, query) = Cut(text[Scheme.Length..], '?');
        var (type, label) = Cut(path, '/');
        if (type.Equals("hotp", StringComparison.OrdinalIgnoreCase))
            return Refused("this is a counter-based (HOTP) key, which cannot be used; enrol a time-based one");
        if (!type.Equals("totp", StringComparison.OrdinalIgnoreCase))
            return Refused("the URI is not of type totp");

        var problems = new List<string>();
        var parameters = Parameters(query, problems);
        var (issuer, account) = Names(label, parameters, problems);
        var algorithm = Algorithm(parameters, problems);
        var digits = Digits(parameters, problems);
        var secret = Secret(parameters, leastBytes, problems);
        if (parameters.GetValueOrDefault("period", "30") != TotpKey.PeriodSeconds.ToString(CultureInfo.InvariantCulture))
            problems.Add($"the period is not {TotpKey.PeriodSeconds} seconds");

        return problems.Count > 0
            ? new(null, problems)
            : new(new OtpauthUri(issuer, account, new TotpKey(secret, algorithm, digits)), []);
    }

    /// <summary>Names no more than the count of problems.</summary>
    public override string ToString() => $"(otpauth reading, {Problems.Count} problems)";

    private static OtpauthReading Refused(string problem) => new(null, [problem]);

    private static Dictionary<string, string> Parameters(string query, List<string> problems)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in Cut(query, '#').Before.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(part, '=');
            if (!parameters.TryAdd(name, Uri.UnescapeDataString(value)) && IsKnown(name))
                problems.Add($"{name.ToLowerInvariant()} is given twice");
        }

        return parameters;
    }

    private static bool IsKnown(string name) => name.ToLowerInvariant() is "secret" or "issuer" or "algorithm" or "digits" or "period";

    private static (string Issuer, string Account) Names(string label, Dictionary<string, string> parameters, List<string> problems)
    {
        var text = Uri.UnescapeDataString(label);
        var (prefix, account) = text.Contains(':', StringComparison.Ordinal) ? Cut(text, ':') : ("", text);
        account = account.TrimStart(' ');
        var issuer = parameters.GetValueOrDefault("issuer", prefix);
        if (issuer.Length > 0 && !OtpauthUri.IsName(issuer))
            problems.Add("the issuer is too long or has characters that cannot be shown");
        if (!OtpauthUri.IsName(account))
            problems.Add("the account name is missing, too long or has characters that cannot be shown");
        return (issuer, account);
    }

    private static byte[] Secret(Dictionary<string, string> parameters, int leastBytes, List<string> problems)
    {
        if (!parameters.TryGetValue("secret", out var text))
            problems.Add("the URI contains no secret");
        else if (Base32.Decode(text) is not { } bytes)
            problems.Add("the secret is not base32");
        else if (bytes.Length < leastBytes || bytes.Length > TotpKey.MostBytes)
            problems.Add($"the secret has {bytes.Length * 8} bits, not {leastBytes * 8} to {TotpKey.MostBytes * 8}");
        else
            return bytes;
        return [];
    }

    private static TotpAlgorithm Algorithm(Dictionary<string, string> parameters, List<string> problems)
    {
        switch (parameters.GetValueOrDefault("algorithm", "SHA1").ToUpperInvariant())
        {
            case "SHA1":
                return TotpAlgorithm.Sha1;
            case "SHA256":
                return TotpAlgorithm.Sha256;
            case "SHA512":
                return TotpAlgorithm.Sha512;
            default:
                problems.Add("the algorithm is not SHA1, SHA256 or SHA512");
                return default;
        }
    }

    private static int Digits(Dictionary<string, string> parameters, List<string> problems)
    {
        switch (parameters.GetValueOrDefault("digits", "6"))
        {
            case "6":
                return 6;
            case "8":
                return 8;
            default:
                problems.Add("the codes have neither 6 nor 8 digits");
                return default;
        }
    }

    private static (string Before, string After) Cut(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }
}
