using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Networks;

namespace Sallyport.Authority.Storage;

/// <summary>Which rows of the audit are wanted, newest first. What is null or empty excludes nothing.</summary>
internal sealed record AuditQuery
{
    /// <summary>Rows looked at for one page at most, so that a rare thing far back does not hold up the rest.</summary>
    public const int MostLookedAt = 100_000;

    public string? Person { get; init; }

    public ImmutableArray<AuditKind> Kinds { get; init; } = [];

    public string? Host { get; init; }

    public IPNetwork? Source { get; init; }

    /// <summary>The first moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The moment after the last.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Where the page before this one ended.</summary>
    public AuditCursor? Before { get; init; }

    /// <summary>Rows on a page, 1 to 10000.</summary>
    public int Most { get; init; } = 50;

    public bool Matches(AuditEvent happened) =>
        (Person is null || Person == happened.Person)
        && (Kinds.IsEmpty || Kinds.Contains(happened.Kind))
        && (Host is null || Host == happened.Host)
        && (Source is not { } network || (happened.Source is { } source && network.Contains(Addresses.Plain(source))));
}

/// <summary>A place in the audit, in order of time. Two rows of one millisecond are told apart by their number.</summary>
internal readonly record struct AuditCursor(DateTimeOffset At, long Number)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is anything else.</summary>
    public static AuditCursor? Parse(string? text)
    {
        if (text?.Split('-') is not [var at, var number]
            || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return null;
        }

        return new AuditCursor(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), row);
    }

    public override string ToString() => $"{At.ToUnixTimeMilliseconds()}-{Number}";
}

/// <param name="Rows">Newest first.</param>
/// <param name="Older">Where to go on; null when nothing older can match. With fewer rows than asked for, the search stopped here for the sake of time.</param>
internal sealed record AuditPage(IReadOnlyList<AuditRow> Rows, AuditCursor? Older);
