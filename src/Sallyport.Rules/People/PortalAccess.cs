using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Portal;

namespace Sallyport.Rules.People;

/// <summary>What of a person belongs to the web portal.</summary>
/// <param name="Sessions">The browsers that are signed in, the oldest first.</param>
/// <param name="Link">The sign-in link that was handed out last and not used.</param>
public sealed record PortalAccess(ImmutableArray<PortalSession> Sessions, SignInLink? Link)
{
    /// <summary>With more browsers than this the oldest is signed out.</summary>
    public const int MostSessions = 8;

    /// <summary>What makes one phone or browser a device of the person (<see cref="DeviceTickets"/>), if it is out.</summary>
    public SignInLink? DeviceTicket { get; init; }

    /// <summary>The case of a helper who attends to the person.</summary>
    public HelpdeskCase? Case { get; init; }

    /// <summary>What signs the person in without anything else.</summary>
    public ImmutableArray<Passkey> Passkeys { get; init; } = ImmutableArray<Passkey>.Empty;

    public static readonly PortalAccess None = new(ImmutableArray<PortalSession>.Empty, null);

    /// <summary>The session of a browser, or null when it was ended or is too old.</summary>
    /// <param name="id">The secret that the browser holds.</param>
    /// <param name="policy">How long sessions last.</param>
    /// <param name="now">The authority's time.</param>
    public PortalSession? Find(ReadOnlySpan<byte> id, PortalPolicy policy, DateTimeOffset now)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, hash);
        foreach (var session in Sessions)
        {
            if (CryptographicOperations.FixedTimeEquals(session.IdHash.AsSpan(), hash))
                return session.IsLive(policy, now) ? session : null;
        }

        return null;
    }

    /// <summary>With one session more, and without those that have ended.</summary>
    public PortalAccess With(PortalSession session, PortalPolicy policy, DateTimeOffset now) => this with
    {
        Sessions = [.. Sessions.Where(s => s.IsLive(policy, now)).Append(session).TakeLast(MostSessions)],
    };

    /// <summary>No browser is signed in, neither a link nor a ticket is out, and no helper goes on with a case.</summary>
    public PortalAccess SignedOut() => this with { Sessions = ImmutableArray<PortalSession>.Empty, Link = null, DeviceTicket = null, Case = null };
}

/// <summary>One browser that is signed in.</summary>
/// <param name="IdHash">SHA-256 of the secret that the browser holds.</param>
/// <param name="Began">When it signed in.</param>
/// <param name="FactorAt">When it last gave a second factor; <see cref="DateTimeOffset.MinValue"/> when it never did.</param>
/// <param name="Means">How it signed in.</param>
/// <param name="Source">From where.</param>
public sealed record PortalSession(ImmutableArray<byte> IdHash, DateTimeOffset Began, DateTimeOffset FactorAt, SignInMeans Means, IPAddress? Source)
{
    /// <summary>A clock that was set back does not lengthen a session.</summary>
    public bool IsLive(PortalPolicy policy, DateTimeOffset now) => now >= Began && now - Began < policy.Life;

    /// <summary>Whether a second factor was given lately enough to change factors.</summary>
    public bool IsFresh(PortalPolicy policy, DateTimeOffset now) => now >= FactorAt && now - FactorAt < policy.StepUp;
}

/// <summary>How a browser signed in. Stored by number: only ever added to.</summary>
public enum SignInMeans
{
    /// <summary>By a link that <c>sallyport portal link</c> printed, and a second factor.</summary>
    Link = 1,
    /// <summary>By the site's single sign-on.</summary>
    SingleSignOn = 2,
    /// <summary>By a passkey.</summary>
    Passkey = 3,
}

/// <summary>A link that signs its person in, or enrols a device, once.</summary>
public sealed record SignInLink(PasscodeHash Code, DateTimeOffset Expires)
{
    public bool Matches(string code, DateTimeOffset now) => Code.Matches(code) & now < Expires;
}

/// <summary>How long things of the portal last.</summary>
/// <param name="Idle">A browser that shows nothing for so long is signed out.</param>
/// <param name="Life">Every session ends after so long.</param>
/// <param name="StepUp">For so long a second factor counts as fresh.</param>
/// <param name="LinkLife">For so long a sign-in link may be used.</param>
public sealed record PortalPolicy(TimeSpan Idle, TimeSpan Life, TimeSpan StepUp, TimeSpan LinkLife)
{
    /// <summary>15 minutes, 8 hours, 5 minutes, 10 minutes.</summary>
    public static readonly PortalPolicy Default =
        new(TimeSpan.FromMinutes(15), TimeSpan.FromHours(8), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
}
