using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Admission;

/// <summary>
/// Sources with a successful login of late. Only a success makes an entry, so that no flood can push one out; the oldest go when it is full.
/// </summary>
internal sealed class GoodSources(int capacity, TimeSpan memory)
{
    private readonly Dictionary<ulong, uint> successes = [];
    private readonly uint memorySeconds = (uint)memory.TotalSeconds;

    public int Count => successes.Count;

    public bool Contains(ulong key, Moment now) => successes.TryGetValue(key, out var at) && at + memorySeconds > now.Seconds;

    public void Add(ulong key, uint seconds)
    {
        if (successes.Count >= capacity && !successes.ContainsKey(key))
        {
            foreach (var oldest in successes.OrderBy(pair => pair.Value).Take(Math.Max(1, capacity / 16)).ToArray())
                successes.Remove(oldest.Key);
        }

        successes[key] = Math.Max(seconds, successes.GetValueOrDefault(key));
    }

    public bool Remove(ulong key) => successes.Remove(key);

    public KeyValuePair<ulong, uint>[] Snapshot() => [.. successes];
}
