namespace SshWith2fa.Master;

/// <summary>A session that is up, and how it can be ridden.</summary>
internal sealed record LiveSession(SessionState State, SessionTransport Transport)
{
    /// <summary>Its master lives, but did not answer within <see cref="SessionProbe.Bound"/>.</summary>
    public bool IsSlow { get; init; }
}

/// <summary>The ways onto a session.</summary>
internal enum SessionTransport
{
    /// <summary>The control socket answers.</summary>
    Master,

    /// <summary>Only the forwarded port does.</summary>
    Port,
}
