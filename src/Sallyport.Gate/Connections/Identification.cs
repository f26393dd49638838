namespace Sallyport.Gate.Connections;

/// <summary>What the first bytes of a client amount to.</summary>
internal enum Spoken
{
    /// <summary>Nothing yet, or the beginning of an identification.</summary>
    Incomplete,

    Ssh,

    SomethingElse,
}

/// <summary>
/// The client's identification line, RFC 4253 section 4.2: <c>SSH-2.0-software comments CR LF</c>, at most 255 bytes, printable US-ASCII. Some clients
/// end it with LF alone. A client may send nothing before it; only a server may.
/// </summary>
internal static class Identification
{
    public const int LongestLine = 255;

    private static ReadOnlySpan<byte> Opening => "SSH-2.0-"u8;

    public static Spoken Judge(ReadOnlySpan<byte> seen)
    {
        var opening = Math.Min(seen.Length, Opening.Length);
        if (!seen[..opening].SequenceEqual(Opening[..opening]))
            return Spoken.SomethingElse;
        var line = seen[..Math.Min(seen.Length, LongestLine)];
        var end = line.IndexOf((byte)'\n');
        var text = end < 0 ? line : line[..end];
        if (text.EndsWith((byte)'\r'))
            text = text[..^1];
        if (text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0)
            return Spoken.SomethingElse;
        if (end > Opening.Length)
            return text.Length > Opening.Length ? Spoken.Ssh : Spoken.SomethingElse;
        return seen.Length >= LongestLine ? Spoken.SomethingElse : Spoken.Incomplete;
    }

    private static bool EndsWith(this ReadOnlySpan<byte> bytes, byte last) => bytes.Length > 0 && bytes[^1] == last;
}
