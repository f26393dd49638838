using System.Collections.Immutable;
using System.Net;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Networks;

namespace Sallyport.Rules.People;

/// <summary>The last login, and the wrong codes since then.</summary>
public sealed record LoginHistory(LastLogin? Last, ImmutableArray<FailedTries> FailedSince)
{
    /// <summary>More networks than this are counted together as <see cref="SourceNetwork.Unknown"/>.</summary>
    private const int MostNetworks = 16;

    public static readonly LoginHistory None = new(null, ImmutableArray<FailedTries>.Empty);

    /// <summary>When the helpdesk issued a bypass code, until the person is told at a login without one.</summary>
    public DateTimeOffset? HelpdeskCodeAt { get; init; }

    public int FailedCount => FailedSince.Sum(f => f.Count);

    public LoginHistory Failed(SourceNetwork network)
    {
        var known = FailedSince.FirstOrDefault(f => f.Network == network);
        if (known is null && FailedSince.Length >= MostNetworks)
        {
            network = SourceNetwork.Unknown;
            known = FailedSince.FirstOrDefault(f => f.Network == network);
        }

        return known is null
            ? this with { FailedSince = FailedSince.Add(new FailedTries(network, 1)) }
            : this with { FailedSince = FailedSince.Replace(known, known with { Count = known.Count + 1 }) };
    }

    /// <summary>What to tell the person of a bypass code that the helpdesk issued, or null.</summary>
    public string? HelpdeskNotice => HelpdeskCodeAt is { } at
        ? $"The helpdesk issued a bypass code for you at {at.ToUniversalTime():yyyy-MM-dd HH:mm} UTC. If you did not ask for it, tell your administrator."
        : null;

    /// <summary>What to tell the person who is now in, or null: <c>3 wrong codes since your last login: 2 from 192.0.2.0/24, 1 from 2001:db8::/64.</c></summary>
    public string? Notice
    {
        get
        {
            if (FailedSince.IsEmpty)
                return null;

            var worst = FailedSince.OrderByDescending(f => f.Count).Take(3).Select(f => $"{f.Count} from {f.Network}").ToList();
            var more = FailedSince.Length > worst.Count ? " and others" : string.Empty;
            var codes = FailedCount == 1 ? "wrong code" : "wrong codes";
            return $"{FailedCount} {codes} since your last login: {string.Join(", ", worst)}{more}. If that was not you, tell your administrator.";
        }
    }
}

/// <summary>A login that went on.</summary>
/// <param name="Factor">The factor, or null when a trusted network needed none.</param>
public sealed record LastLogin(DateTimeOffset At, IPAddress? Source, FactorKind? Factor);

/// <summary>Wrong codes from one network.</summary>
public sealed record FailedTries(SourceNetwork Network, int Count);
