namespace Sallyport.Authority.Radius;

/// <summary>What the RADIUS face keeps, and for how long.</summary>
internal sealed record RadiusLimits
{
    /// <summary>How long an answer may take to be typed.</summary>
    public TimeSpan ConversationLife { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Open challenges at most; the oldest makes room.</summary>
    public int MostConversations { get; init; } = 65_536;

    /// <summary>How long the answer of a request is kept for its duplicates (RFC 5080 section 2.2.2: 5 to 30 s).</summary>
    public TimeSpan DuplicateLife { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Answers kept at most; the oldest makes room.</summary>
    public int MostDuplicates { get; init; } = 131_072;

    /// <summary>Requests that may wait for the store at a time; more are dropped, and their clients send them again.</summary>
    public int MostInFlight { get; init; } = 4096;
}
