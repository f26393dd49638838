using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Sallyport.Authority.Metrics.Instruments;

/// <summary>
/// A count for each key. Its labels are made when it is read, not when it counts. They are words of ours or of the configuration, never what came from
/// outside: nobody is named, and there are few of them.
/// </summary>
/// <param name="labels">Prometheus' labels of a key (<see cref="LabelSet"/>).</param>
internal sealed class LabelledCounter<TKey>(Func<TKey, string> labels)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, StrongBox<long>> counts = new();

    public void Add(TKey key) => Interlocked.Increment(ref counts.GetOrAdd(key, static _ => new StrongBox<long>()).Value);

    /// <summary>The labels of each key that was counted, with its count; in the order of the text.</summary>
    public IEnumerable<(string Labels, long Count)> All() =>
        counts.Select(pair => (Labels: labels(pair.Key), Volatile.Read(ref pair.Value.Value))).OrderBy(pair => pair.Labels, StringComparer.Ordinal);
}
