using System.Collections.Immutable;
using System.Net;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.PublicKeys;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Storage.Stored;

/// <summary>Between the keys that a person vouched for and their stored form.</summary>
internal static class DayKeyRecord
{
    public static DayKeyAccess Read(StoredDayKeys? stored) => stored is null
        ? DayKeyAccess.None
        : new DayKeyAccess(stored.Keys is { } keys ? [.. keys.Select(Key)] : [], stored.Endings);

    public static StoredDayKeys? Write(DayKeyAccess access) => access is { Keys.IsEmpty: true, Endings: 0 }
        ? null
        : new StoredDayKeys { Endings = access.Endings, Keys = access.Keys.IsEmpty ? null : [.. access.Keys.Select(Key)] };

    private static DayKey Key(StoredDayKey stored) => new(
        new PublicKey(stored.Type, [.. stored.Blob]),
        stored.Comment ?? string.Empty,
        PersonRecord.Time(stored.Vouched),
        PersonRecord.Time(stored.FactorAt),
        (FactorKind)stored.Factor,
        PersonRecord.Time(stored.Until))
    {
        OnlyFrom = [.. (stored.OnlyFrom ?? []).Select(IPNetwork.Parse)],
        Network = stored.Network is { } network ? SourceNetwork.Parse(network) : null,
        RefusedIn = stored.RefusedIn is { } refused ? SourceNetwork.Parse(refused) : null,
        Only = (KeyPurpose)(stored.Only ?? 0),
    };

    private static StoredDayKey Key(DayKey key) => new()
    {
        Type = key.Key.Type,
        Blob = [.. key.Key.Blob],
        Comment = key.Comment.Length == 0 ? null : key.Comment,
        Vouched = key.Vouched.UtcTicks,
        FactorAt = key.FactorAt.UtcTicks,
        Factor = (int)key.Factor,
        Until = key.Until.UtcTicks,
        OnlyFrom = key.OnlyFrom.IsEmpty ? null : [.. key.OnlyFrom.Select(network => network.ToString())],
        Network = key.Network?.ToString(),
        RefusedIn = key.RefusedIn?.ToString(),
        Only = key.Only == KeyPurpose.Anything ? null : (int)key.Only,
    };
}
