namespace Sallyport.Gate.Tests;

/// <summary>A clock that only a test turns, read from any thread; its wall clock can be stepped apart from its timer.</summary>
internal sealed class TestTime(DateTimeOffset start) : TimeProvider
{
    private long wallTicks = start.UtcTicks;
    private long elapsedTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref wallTicks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref elapsedTicks);

    public void Pass(TimeSpan time)
    {
        StepWallClock(time);
        Interlocked.Add(ref elapsedTicks, time.Ticks);
    }

    public void StepWallClock(TimeSpan by) => Interlocked.Add(ref wallTicks, by.Ticks);
}
