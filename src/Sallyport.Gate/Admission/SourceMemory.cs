using System.Net;
using System.Runtime.CompilerServices;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Admission;

/// <summary>
/// Which entry counts for an address: its host entry, or, once an IPv6 allocation hops from /64 to /64, one entry for the whole /56 or /48.
/// An attacker who holds a /48 therefore fills a handful of slots, not 65,536.
/// </summary>
internal sealed class SourceMemory(int capacity, int hopsPerHour)
{
    private const uint WidenedSeconds = 3600;
    private const int ChunkSlots = 65_536;

    private static readonly SourceLevel[] Levels = [SourceLevel.Host, SourceLevel.Network, SourceLevel.Site];

    public SourceTable Hosts { get; } = new(capacity);

    public SourceTable Networks { get; } = new(Math.Max(1024, capacity / 4));

    public SourceTable Sites { get; } = new(Math.Max(1024, capacity / 16));

    /// <summary>The entry to judge this address by, made if need be; the null reference when the memory is full of pending connections.</summary>
    public ref SourceEntry Resolve(SourceAddress source, Moment now, out SourceLevel level)
    {
        level = SourceLevel.Host;
        if (source.IsIPv4)
            return ref Touch(ref Hosts.FindOrAdd(source.HostKey, now.Seconds, out _), now);

        ref var site = ref Sites.Find(source.SiteKey);
        if (IsWidened(ref site, now))
        {
            level = SourceLevel.Site;
            return ref Widen(ref site, now);
        }

        ref var network = ref Networks.Find(source.NetworkKey);
        if (IsWidened(ref network, now))
        {
            level = SourceLevel.Network;
            return ref Widen(ref network, now);
        }

        ref var host = ref Hosts.FindOrAdd(source.HostKey, now.Seconds, out var isNew);
        if (isNew && CountHop(source, now) is { } widened)
        {
            level = widened;
            return ref At(level, source);
        }

        return ref Touch(ref host, now);
    }

    /// <summary>The host entry, never a wider one: for sources that have earned their own.</summary>
    public ref SourceEntry Own(SourceAddress source, Moment now) => ref Touch(ref Hosts.FindOrAdd(source.HostKey, now.Seconds, out _), now);

    /// <summary>The remembered entry at a level; the null reference when there is none.</summary>
    public ref SourceEntry At(SourceLevel level, SourceAddress source)
    {
        switch (level)
        {
            case SourceLevel.Host: return ref Hosts.Find(source.HostKey);
            case SourceLevel.Network: return ref Networks.Find(source.NetworkKey);
            default: return ref Sites.Find(source.SiteKey);
        }
    }

    /// <summary>All running penalties. Walks the whole memory.</summary>
    public IEnumerable<RunningPenalty> Penalties(Moment now) =>
        Enumerable.Range(0, Chunks).SelectMany(chunk => Penalties(chunk, now));

    /// <summary>In how many parts the memory can be walked, so that connections go on in between.</summary>
    public int Chunks => Levels.Sum(level => ChunksOf(Table(level)));

    /// <summary>The running penalties in one part.</summary>
    public IReadOnlyList<RunningPenalty> Penalties(int chunk, Moment now)
    {
        var found = new List<RunningPenalty>();
        foreach (var level in Levels)
        {
            var table = Table(level);
            if (chunk < ChunksOf(table))
            {
                var from = chunk * ChunkSlots;
                foreach (ref readonly var slot in table.Slots.Slice(from, Math.Min(ChunkSlots, table.Slots.Length - from)))
                {
                    if (slot.PenaltyUntil > now.Seconds)
                        found.Add(new RunningPenalty(SourceText.Network(level, slot.Key), slot.PenaltyUntil, slot.Score, (LoginOutcome)slot.Reason));
                }

                return found;
            }

            chunk -= ChunksOf(table);
        }

        return found;
    }

    /// <summary>A penalty from before a restart.</summary>
    public void Restore(IPNetwork network, uint until, byte score, LoginOutcome reason, Moment now)
    {
        var source = SourceAddress.From(network.BaseAddress);
        var isHost = network.PrefixLength is 32 or 64;
        ref var entry = ref isHost ? ref Hosts.FindOrAdd(source.HostKey, now.Seconds, out _)
            : ref network.PrefixLength == 48 ? ref Sites.FindOrAdd(source.SiteKey, now.Seconds, out _)
            : ref Networks.FindOrAdd(source.NetworkKey, now.Seconds, out _);
        if (!Unsafe.IsNullRef(ref entry))
            (entry.PenaltyUntil, entry.Score, entry.ScoreAt, entry.Reason, entry.Visits) = (until, score, now.Seconds, (byte)reason, byte.MaxValue);
    }

    private SourceTable Table(SourceLevel level) => level switch
    {
        SourceLevel.Host => Hosts,
        SourceLevel.Network => Networks,
        _ => Sites,
    };

    private static int ChunksOf(SourceTable table) => (table.Slots.Length + ChunkSlots - 1) / ChunkSlots;

    private SourceLevel? CountHop(SourceAddress source, Moment now)
    {
        ref var network = ref Networks.FindOrAdd(source.NetworkKey, now.Seconds, out var isNew);
        if (isNew)
        {
            ref var site = ref Sites.FindOrAdd(source.SiteKey, now.Seconds, out _);
            if (HopsTooMuch(ref site, now))
                return SourceLevel.Site;
        }

        return HopsTooMuch(ref network, now) ? SourceLevel.Network : null;
    }

    private bool HopsTooMuch(ref SourceEntry prefix, Moment now)
    {
        if (Unsafe.IsNullRef(ref prefix))
            return false;
        if (now.Seconds - prefix.LastSeen > WidenedSeconds)
            prefix.Children = 0;
        prefix.Children++;
        prefix.LastSeen = now.Seconds;
        if (prefix.Children <= hopsPerHour)
            return false;
        prefix.WidenedUntil = now.Seconds + WidenedSeconds;
        return true;
    }

    private static bool IsWidened(ref SourceEntry prefix, Moment now) => !Unsafe.IsNullRef(ref prefix) && prefix.WidenedUntil > now.Seconds;

    private static ref SourceEntry Widen(ref SourceEntry prefix, Moment now)
    {
        prefix.WidenedUntil = now.Seconds + WidenedSeconds;
        return ref Touch(ref prefix, now);
    }

    private static ref SourceEntry Touch(ref SourceEntry entry, Moment now)
    {
        if (!Unsafe.IsNullRef(ref entry))
            entry.LastSeen = Math.Max(1, now.Seconds);
        return ref entry;
    }
}

/// <summary>A penalty as an operator sees it; <paramref name="Until"/> in seconds since the Unix epoch.</summary>
internal sealed record RunningPenalty(IPNetwork Network, uint Until, byte Score, LoginOutcome Reason);
