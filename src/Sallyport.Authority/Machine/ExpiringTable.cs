using System.Diagnostics.CodeAnalysis;

namespace Sallyport.Authority.Machine;

/// <summary>What a full <see cref="ExpiringTable{TKey,TValue}"/> does with another entry.</summary>
internal enum WhenFull
{
    /// <summary>The oldest entry makes room.</summary>
    ForgetOldest,

    /// <summary>The new one is not taken.</summary>
    RefuseNew,
}

/// <summary>
/// Entries that are good for a while, by the monotonic clock: an entry's end is fixed when it is added, and a change of its value does not put it off.
/// Entries past their end are never found. Safe for any number of threads.
/// </summary>
/// <param name="most">Entries at most, so that strangers who cause entries cannot fill the memory.</param>
/// <param name="life">How long an entry is good, where <see cref="TryAdd(TKey,TValue,TimeSpan)"/> does not say otherwise.</param>
internal sealed class ExpiringTable<TKey, TValue>(
    int most, TimeSpan life, TimeProvider clock, WhenFull whenFull = WhenFull.ForgetOldest, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Entry> entries = new(comparer);
    private readonly Queue<Entry> byAge = new();

    /// <summary>Whether nothing is to be found.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                ForgetEnded();
                return entries.Count == 0;
            }
        }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (gate)
        {
            var found = Find(key);
            value = found is null ? default : found.Value;
            return found is not null;
        }
    }

    /// <summary>False when the key is there already, or the table is full and takes no more.</summary>
    public bool TryAdd(TKey key, TValue value) => TryAdd(key, value, life);

    /// <summary>The same for an entry with a life of its own.</summary>
    public bool TryAdd(TKey key, TValue value, TimeSpan ownLife)
    {
        lock (gate)
            return Find(key) is null && Add(key, value, ownLife);
    }

    /// <summary>Adds <paramref name="first"/>, or changes the value that is there.</summary>
    public void AddOrUpdate(TKey key, TValue first, Func<TValue, TValue> next)
    {
        lock (gate)
        {
            if (Find(key) is { } entry)
                entry.Value = next(entry.Value);
            else
                Add(key, first, life);
        }
    }

    /// <summary>Takes the entry out. False when there was none, or its end had come.</summary>
    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (gate)
        {
            var found = Find(key);
            value = found is null ? default : found.Value;
            entries.Remove(key);
            return found is not null;
        }
    }

    public void Remove(TKey key) => Remove(key, out _);

    /// <summary>Takes out every entry with such a value.</summary>
    public void RemoveAll(Predicate<TValue> isOut)
    {
        lock (gate)
        {
            foreach (var (key, entry) in entries)
            {
                if (isOut(entry.Value))
                    entries.Remove(key);
            }
        }
    }

    private Entry? Find(TKey key) => entries.TryGetValue(key, out var entry) && !HasEnded(entry) ? entry : null;

    private bool Add(TKey key, TValue value, TimeSpan ownLife)
    {
        ForgetEnded();
        if (byAge.Count >= most)
        {
            if (whenFull == WhenFull.RefuseNew)
                return false;
            Forget();
        }

        var entry = new Entry(key, value, clock.GetTimestamp(), ownLife);
        entries[key] = entry;
        byAge.Enqueue(entry);
        return true;
    }

    private void ForgetEnded()
    {
        while (byAge.TryPeek(out var oldest) && HasEnded(oldest))
            Forget();
    }

    /// <summary>The oldest goes, unless it was taken out before, and another may have come under its key.</summary>
    private void Forget()
    {
        var oldest = byAge.Dequeue();
        if (entries.TryGetValue(oldest.Key, out var entry) && ReferenceEquals(entry, oldest))
            entries.Remove(oldest.Key);
    }

    private bool HasEnded(Entry entry) => clock.GetElapsedTime(entry.Since) >= entry.Life;

    private sealed class Entry(TKey key, TValue value, long since, TimeSpan life)
    {
        public TKey Key => key;

        public TValue Value { get; set; } = value;

        public long Since => since;

        public TimeSpan Life => life;
    }
}
