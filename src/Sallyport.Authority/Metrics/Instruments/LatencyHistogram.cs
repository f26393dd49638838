using System.Collections.Immutable;

namespace Sallyport.Authority.Metrics.Instruments;

/// <summary>How long something took, counted by the bounds of Prometheus' usual buckets. For any number of threads.</summary>
internal sealed class LatencyHistogram
{
    /// <summary>The upper bounds of the buckets, in seconds. What takes longer is in none of them.</summary>
    public static readonly ImmutableArray<double> Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

    private readonly long[] counts = new long[Bounds.Length + 1];
    private long ticks;

    public void Add(TimeSpan took)
    {
        var bucket = 0;
        while (bucket < Bounds.Length && took.TotalSeconds > Bounds[bucket])
            bucket++;
        Interlocked.Increment(ref counts[bucket]);
        Interlocked.Add(ref ticks, took.Ticks);
    }

    /// <summary>What was counted so far.</summary>
    public LatencyCounts Counts()
    {
        var upTo = ImmutableArray.CreateBuilder<long>(Bounds.Length);
        var all = 0L;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            all += Volatile.Read(ref counts[bucket]);
            if (bucket < Bounds.Length)
                upTo.Add(all);
        }

        return new LatencyCounts(upTo.MoveToImmutable(), all, TimeSpan.FromTicks(Volatile.Read(ref ticks)));
    }
}

/// <param name="UpTo">For each of <see cref="LatencyHistogram.Bounds"/>, how many took no longer.</param>
/// <param name="All">How many there were.</param>
/// <param name="Sum">What they took together.</param>
internal readonly record struct LatencyCounts(ImmutableArray<long> UpTo, long All, TimeSpan Sum);
