namespace Sallyport.Authority.Radius;

/// <summary>What the RADIUS face keeps, and for how long.</summary>
internal sealed record RadiusLimits
{
    /// <summary>How long an answer may take to be typed.</summary>
    public TimeSpan ConversationLife { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Open challenges at most; the client that has the most gives up its oldest.</summary>
    public int MostConversations { get; init; } = 65_536;

    /// <summary>Open challenges of one client at most; its oldest makes room.</summary>
    public int MostConversationsOfClient { get; init; } = 16_384;

    /// <summary>Open challenges of one name from one client at most; the name's oldest makes room. At 34 a second they still last two minutes.</summary>
    public int MostConversationsOfName { get; init; } = 4096;

    /// <summary>How long the answer of a request is kept for its duplicates (RFC 5080 section 2.2.2: 5 to 30 s).</summary>
    public TimeSpan DuplicateLife { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Answers kept for one client at most; its oldest makes room.</summary>
    public int MostDuplicatesOfClient { get; init; } = 65_536;

    /// <summary>Requests of one client that may be taken in at a time; more are dropped, and sent again by their client.</summary>
    public int MostInFlightOfClient { get; init; } = 1024;

    /// <summary>Requests of one client for one name that may be taken in at a time.</summary>
    public int MostInFlightOfName { get; init; } = 256;

    /// <summary>Of what waits at a socket, how many requests are decided for every <see cref="ReadAhead"/> that are read.</summary>
    public int DecidedPerReadAhead { get; init; } = 16;

    /// <summary>Datagrams that are read before some are decided, so that the kernel's buffer never fills with a flood.</summary>
    public int ReadAhead { get; init; } = 64;

    /// <summary>Of those of one client, how many are decided at a time: what another client may have to wait for at the store.</summary>
    public int AtOnceOfClient { get; init; } = 64;

    /// <summary>Of those of one name, how many are decided at a time: they change one person, so that only one of them can succeed at once.</summary>
    public int AtOnceOfName { get; init; } = 4;
}
