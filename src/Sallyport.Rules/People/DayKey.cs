using System.Collections.Immutable;
using System.Net;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.PublicKeys;
using Sallyport.Rules.Networks;

namespace Sallyport.Rules.People;

/// <summary>A public key that a person vouched for in a session with a second factor: for a while it opens the outside door alone.</summary>
/// <param name="Key">The key.</param>
/// <param name="Comment">What the person's file said after the key: printable ASCII.</param>
/// <param name="Vouched">When the person vouched for it.</param>
/// <param name="FactorAt">When the second factor of that session was given.</param>
/// <param name="Factor">That factor.</param>
/// <param name="Until">From then on it opens nothing.</param>
public sealed record DayKey(PublicKey Key, string Comment, DateTimeOffset Vouched, DateTimeOffset FactorAt, FactorKind Factor, DateTimeOffset Until)
{
    /// <summary>The networks that the person named; empty: any.</summary>
    public ImmutableArray<IPNetwork> OnlyFrom { get; init; } = ImmutableArray<IPNetwork>.Empty;

    /// <summary>The one network in which it opens: that of its session, or the first that used it; null when it was not used yet.</summary>
    public SourceNetwork? Network { get; init; }

    /// <summary>Another network in which somebody proved to have the key and was refused; null when nobody did.</summary>
    public SourceNetwork? RefusedIn { get; init; }

    /// <summary>What it may be used for.</summary>
    public KeyPurpose Only { get; init; } = KeyPurpose.Anything;

    /// <summary>A clock that was set back does not lengthen its life.</summary>
    public bool IsLive(DateTimeOffset now) => now >= Vouched && now < Until;
}

/// <summary>What a day key may be used for. Stored by number: only ever added to.</summary>
public enum KeyPurpose
{
    /// <summary>Whatever the account may do.</summary>
    Anything = 0,
    Sftp = 1,
    Git = 2,
}

/// <summary>The keys that a person vouched for.</summary>
/// <param name="Keys">The keys, the oldest first; some may be past their end.</param>
/// <param name="Endings">
/// How often all of them were ended: by a lock, a factor that is gone, a sign-out everywhere. A session in which a factor was given before that vouches for nothing.
/// </param>
public sealed record DayKeyAccess(ImmutableArray<DayKey> Keys, int Endings)
{
    public static readonly DayKeyAccess None = new(ImmutableArray<DayKey>.Empty, 0);

    /// <summary>With one key changed.</summary>
    public DayKeyAccess With(DayKey before, DayKey after) => this with { Keys = Keys.Replace(before, after) };

    /// <summary>What to tell the person at a login, a sentence each.</summary>
    public IEnumerable<string> Notices(TimeZoneInfo zone, DateTimeOffset now) => Keys.Where(key => key.IsLive(now)).Select(key =>
        $"Until {TimeZoneInfo.ConvertTime(key.Until, zone):HH:mm} the key {key.Key.Fingerprint} opens this account without a code."
        + (key.RefusedIn is { } elsewhere ? $" It was also used from {elsewhere} and refused there; if that was not you, end it with: sallyport key revoke --all" : ""));

    /// <summary>No key opens anything, and no session of before can vouch for another.</summary>
    public DayKeyAccess Ended() => new(ImmutableArray<DayKey>.Empty, Endings + 1);

    /// <summary>The live key with that blob, or null.</summary>
    public DayKey? Find(PublicKey key, DateTimeOffset now)
    {
        DayKey? found = null;
        foreach (var one in Keys)
        {
            if (one.Key.Equals(key) & one.IsLive(now))
                found = one;
        }

        return found;
    }
}
