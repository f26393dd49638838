using System.Diagnostics;

namespace EndToEnd;

/// <summary>
/// A clock that a test steps, beside programs that have the machine's: its timers are the machine's too. It starts at an odd time, so that nothing passes by luck.
/// </summary>
internal sealed class SteppedClock : TimeProvider
{
    private readonly long? started;
    private long ticks = new DateTimeOffset(2031, 7, 13, 3, 17, 41, 123, TimeSpan.Zero).UtcTicks;

    public SteppedClock()
    {
    }

    private SteppedClock(DateTimeOffset now) => (ticks, started) = (now.UtcTicks, Stopwatch.GetTimestamp());

    /// <summary>One that starts now and runs, besides what it is told: for what talks to programs that have the machine's clock.</summary>
    public static SteppedClock Running() => new(System.GetUtcNow());

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref ticks) + (started is { } at ? Stopwatch.GetElapsedTime(at).Ticks : 0);

    public void Step(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
