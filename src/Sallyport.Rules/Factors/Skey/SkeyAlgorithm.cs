namespace Sallyport.Rules.Factors.Skey;

/// <summary>The hash of a sheet. The numbers are stored: never change one.</summary>
public enum SkeyAlgorithm
{
    /// <summary>RFC 1760 and RFC 2289's <c>otp-md4</c>.</summary>
    Md4 = 1,

    /// <summary>RFC 2289's <c>otp-md5</c>.</summary>
    Md5 = 2,

    /// <summary>RFC 2289's <c>otp-sha1</c>, what new sheets use.</summary>
    Sha1 = 3,
}

/// <summary>The names that RFC 2289 section 5 gives the hashes.</summary>
public static class SkeyAlgorithmName
{
    /// <summary>The name a challenge carries, such as <c>otp-sha1</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the three.</exception>
    public static string Of(SkeyAlgorithm algorithm) => algorithm switch
    {
        SkeyAlgorithm.Md4 => "otp-md4",
        SkeyAlgorithm.Md5 => "otp-md5",
        SkeyAlgorithm.Sha1 => "otp-sha1",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "not an skey hash"),
    };

    /// <summary>Reads a name with or without <c>otp-</c>, in any case; null if it is none of the three.</summary>
    public static SkeyAlgorithm? Parse(string name)
    {
        foreach (var algorithm in Enum.GetValues<SkeyAlgorithm>())
        {
            var full = Of(algorithm);
            if (full.Equals(name, StringComparison.OrdinalIgnoreCase) || full["otp-".Length..].Equals(name, StringComparison.OrdinalIgnoreCase))
                return algorithm;
        }

        return null;
    }
}
