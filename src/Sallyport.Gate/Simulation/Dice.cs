namespace Sallyport.Gate.Simulation;

/// <summary>Chance that falls the same way for the same seed, on every machine and in every version (SplitMix64). Nothing secret may come from it.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to below <paramref name="end"/>.</summary>
    public long Below(long end) => (long)(((UInt128)Next() * (ulong)end) >> 64);

    /// <summary>Between the two, both included.</summary>
    public long In(Span span) => span.Least + Below(span.Most - span.Least + 1);

    public bool InPercent(int percent) => Below(100) < percent;

    /// <summary>A wait without memory, of this length on average.</summary>
    public long Wait(double average) => (long)(-Math.Log((Below(1L << 40) + 1) / (double)(1L << 40)) * average);
}

/// <summary>Virtual milliseconds, from the least to the most.</summary>
internal readonly record struct Span(long Least, long Most);
