using System.Collections.Immutable;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Rules.DayKeys;

/// <summary>What a site allows of day keys.</summary>
/// <param name="Life">A key ends at the latest so long after the second factor of its session; null: there are no day keys.</param>
/// <param name="Latest">The time of day at which every key ends, in <paramref name="TimeZone"/>; null: none.</param>
/// <param name="TimeZone">The site's.</param>
/// <param name="BoundToNetwork">Whether a key opens only in the network of the session that vouched for it; otherwise the first network that uses it is its only one.</param>
/// <param name="SecondNetwork">What another network gets.</param>
/// <param name="Groups">Whose keys may be vouched for; empty: everybody's.</param>
/// <param name="NotGroups">Whose may not, whatever other groups they are in.</param>
/// <param name="Most">Live keys of one person at most.</param>
public sealed record DayKeyPolicy(
    TimeSpan? Life,
    TimeOnly? Latest,
    TimeZoneInfo TimeZone,
    bool BoundToNetwork,
    SecondNetwork SecondNetwork,
    ImmutableArray<string> Groups,
    ImmutableArray<string> NotGroups,
    int Most)
{
    /// <summary>No key opens anything.</summary>
    public static readonly DayKeyPolicy Off = new(null, null, TimeZoneInfo.Utc, true, SecondNetwork.Ask, [], [], 4);

    public bool IsOn => Life is not null;

    /// <summary>Every group that matters.</summary>
    public ImmutableArray<string> AllGroups => [.. Groups, .. NotGroups];

    /// <summary>Whether keys may open this account. When the name service did not answer they may not.</summary>
    public bool Allows(Account account) =>
        IsOn
        && account is Account.Known { Name: not (null or "root") } known
        && (Groups.IsEmpty || Groups.Intersect(known.Groups, StringComparer.Ordinal).Any())
        && !NotGroups.Intersect(known.Groups, StringComparer.Ordinal).Any();

    /// <summary>When a key ends at the latest whose session's factor was given at a moment.</summary>
    internal DateTimeOffset LatestEnd(DateTimeOffset factorAt)
    {
        var end = factorAt + Life.GetValueOrDefault();
        return Latest is { } latest && Next(latest, factorAt) is var evening && evening < end ? evening : end;
    }

    /// <summary>When the clock of the site next shows a time of day. In a spring night in which it never does, an hour earlier.</summary>
    internal DateTimeOffset Next(TimeOnly time, DateTimeOffset after)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, TimeZone).DateTime);
        var today = At(day, time);
        return today > after ? today : At(day.AddDays(1), time);
    }

    private DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, TimeZone.GetUtcOffset(TimeZone.IsInvalidTime(local) ? local.AddHours(1) : local)).ToUniversalTime();
    }
}

/// <summary>What a key gets in another network than its own.</summary>
public enum SecondNetwork
{
    /// <summary>The key is not taken there, and the door asks for the second factor as of everybody.</summary>
    Ask = 1,
    /// <summary>The key is taken, so that it is proved; the session is refused, and the person is told.</summary>
    Refuse = 2,
}
