using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Sallyport.Authority.Metrics.Instruments;

/// <summary>
/// A count for each combination of its labels. Label values are words of ours or of the configuration, never what came from outside: nobody is named,
/// and there are few of them.
/// </summary>
internal sealed class LabelledCounter(params string[] labels)
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> counts = new(StringComparer.Ordinal);

    /// <param name="values">One for each label.</param>
    public void Add(params ReadOnlySpan<string> values) => Interlocked.Increment(ref counts.GetOrAdd(LabelSet.Of(labels, values), static _ => new StrongBox<long>()).Value);

    /// <summary>Each combination that was counted, as Prometheus writes it, with its count; in the order of the text.</summary>
    public IEnumerable<(string Labels, long Count)> All() =>
        counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, Volatile.Read(ref pair.Value.Value)));
}
