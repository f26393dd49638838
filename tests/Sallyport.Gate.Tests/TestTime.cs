namespace Sallyport.Gate.Tests;

/// <summary>A clock that only a test turns; its wall clock can be stepped apart from its timer.</summary>
internal sealed class TestTime(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset wall = start;
    private long elapsedTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => wall;

    public override long GetTimestamp() => elapsedTicks;

    public void Pass(TimeSpan time)
    {
        wall += time;
        elapsedTicks += time.Ticks;
    }

    public void StepWallClock(TimeSpan by) => wall += by;
}
