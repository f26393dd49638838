using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Admission;

/// <summary>Token bucket kept as one number: the time at which it will be full again (GCRA, ITU-T I.371, virtual scheduling).</summary>
internal static class TokenBucket
{
    /// <summary>How long until a token is there; zero when one is.</summary>
    public static long WaitMilliseconds(long fullAt, Rate rate, long now)
    {
        if (rate.Count == 0)
            return 0;
        var perToken = PerToken(rate);
        return (long)Math.Max(0, Math.Ceiling(fullAt + perToken - (perToken * Math.Max(1, rate.Burst)) - now));
    }

    public static long Take(long fullAt, Rate rate, long now) => rate.Count == 0 ? fullAt : Math.Max(fullAt, now) + (long)PerToken(rate);

    private static double PerToken(Rate rate) => rate.Period.TotalMilliseconds / rate.Count;
}

/// <summary>One lane's <see cref="OverallRate"/>.</summary>
internal sealed class OverallCounter(OverallRate rate)
{
    private long second;
    private int count;
    private long pausedUntil;

    /// <summary>New connections counted in the running second.</summary>
    public int ThisSecond(Moment now) => now.Milliseconds / 1000 == second ? count : 0;

    /// <summary>Milliseconds until new ones are taken again; zero when they are.</summary>
    public long WaitMilliseconds(Moment now) => Math.Max(0, pausedUntil - now.Milliseconds);

    /// <summary>Counts one that passed every other rule; false when it is the one too many, which starts the pause.</summary>
    public bool TryTake(Moment now)
    {
        if (rate.PerSecond == 0)
            return true;
        if (now.Milliseconds < pausedUntil)
            return false;
        if (now.Milliseconds / 1000 != second)
            (second, count) = (now.Milliseconds / 1000, 0);
        if (++count <= rate.PerSecond)
            return true;
        pausedUntil = now.Milliseconds + (long)rate.Wait.TotalMilliseconds;
        count = 0;
        return false;
    }
}
