using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Sallyport.Gate.Admission;

/// <summary>
/// A bounded memory of sources: one flat array, open addressing, at most <see cref="Window"/> probes. A newcomer that finds its window full takes
/// the place of the entry worth least: sources with a pending connection stay first, then those with the longest penalty, then those seen last.
/// The hash is keyed anew in each process, so that nobody can aim at a window.
/// </summary>
internal sealed class SourceTable
{
    private const int Window = 32;

    private readonly SourceEntry[] slots;
    private readonly ulong key1;
    private readonly ulong key2;

    /// <param name="capacity">How many sources to remember; the array has a quarter more slots.</param>
    public SourceTable(int capacity)
    {
        slots = new SourceEntry[Math.Max(Window, capacity + (capacity / 4)) + Window];
        Span<byte> seed = stackalloc byte[16];
        RandomNumberGenerator.Fill(seed);
        key1 = BitConverter.ToUInt64(seed);
        key2 = BitConverter.ToUInt64(seed[8..]) | 1;
    }

    /// <summary>Occupied slots.</summary>
    public int Count { get; private set; }

    /// <summary>Entries that had to make place for newcomers.</summary>
    public long Evicted { get; private set; }

    public ReadOnlySpan<SourceEntry> Slots => slots;

    /// <summary>The entry of this key; the null reference when it is not remembered.</summary>
    public ref SourceEntry Find(ulong key)
    {
        var start = Start(key);
        for (var i = start; i < start + Window; i++)
        {
            ref var slot = ref slots[i];
            if (slot.LastSeen == 0)
                break;
            if (slot.Key == key)
                return ref slot;
        }

        return ref Unsafe.NullRef<SourceEntry>();
    }

    /// <summary>
    /// The entry of this key, a fresh one (seen now) if it was not remembered; the null reference when the whole window holds pending connections.
    /// </summary>
    public ref SourceEntry FindOrAdd(ulong key, uint now, out bool isNew)
    {
        var start = Start(key);
        var victim = -1;
        var leastWorth = uint.MaxValue;
        isNew = false;
        for (var i = start; i < start + Window; i++)
        {
            ref var slot = ref slots[i];
            if (slot.LastSeen == 0)
                return ref Occupy(i, key, now, out isNew);
            if (slot.Key == key)
                return ref slot;
            var worth = Worth(slot, now);
            if (worth < leastWorth)
                (victim, leastWorth) = (i, worth);
        }

        if (victim < 0)
            return ref Unsafe.NullRef<SourceEntry>();
        Evicted++;
        Count--;
        return ref Occupy(victim, key, now, out isNew);
    }

    /// <summary>Clears penalties and failures where the key matches; how many penalties were lifted.</summary>
    public int Pardon(Predicate<ulong> matches, uint now)
    {
        var lifted = 0;
        foreach (ref var slot in slots.AsSpan())
        {
            if (slot.Score == 0 || !matches(slot.Key))
                continue;
            if (slot.PenaltyUntil > now)
                lifted++;
            (slot.Score, slot.PenaltyUntil) = (0, 0);
        }

        return lifted;
    }

    private ref SourceEntry Occupy(int index, ulong key, uint now, out bool isNew)
    {
        Count++;
        isNew = true;
        slots[index] = new SourceEntry { Key = key, LastSeen = Math.Max(now, 1) };
        return ref slots[index];
    }

    private static uint Worth(in SourceEntry entry, uint now) =>
        entry.Pending > 0 ? uint.MaxValue : Math.Max(entry.LastSeen, Math.Max(entry.PenaltyUntil, entry.WidenedUntil > now ? entry.WidenedUntil : 0));

    private int Start(ulong key)
    {
        var hash = Math.BigMul(key ^ key1, key2, out var low) ^ low;
        hash = Math.BigMul(hash ^ key2, 0x9E37_79B9_7F4A_7C15UL, out low) ^ low;
        return (int)Math.BigMul(hash, (ulong)(slots.Length - Window), out _);
    }
}
