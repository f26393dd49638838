namespace Sallyport.Gate.ProxyProtocol;

/// <summary>
/// Reads the first bytes of a connection as a PROXY header, either version. It judges as early as the bytes allow, never looks past the
/// header, and takes nothing that is almost one.
/// </summary>
internal static class ProxyParser
{
    /// <summary>What a first peek must be able to hold.</summary>
    public const int Window = ProxyHeader.LongestBytes;

    public static ProxyReading Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return ProxyReading.Incomplete;
        if (AgreesWith(bytes, ProxyHeader.Signature))
            return bytes.Length < ProxyHeader.FixedBytes ? ProxyReading.Incomplete : ProxyV2.Parse(bytes);
        if (AgreesWith(bytes, ProxyV1.Opening))
            return ProxyV1.Parse(bytes);
        return ProxyReading.Refused(ProxyFault.Missing);
    }

    /// <summary>
    /// Whether an unlisted source's first bytes are a PROXY header, whole or in part (CVE-2024-35175: a header believed from anyone).
    /// Fewer than five bytes are not yet a sign.
    /// </summary>
    public static bool IsHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 5 && (AgreesWith(bytes, ProxyHeader.Signature) || AgreesWith(bytes, "PROXY"u8));

    // As far as both go.
    private static bool AgreesWith(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> sign)
    {
        var both = Math.Min(bytes.Length, sign.Length);
        return bytes[..both].SequenceEqual(sign[..both]);
    }
}
