namespace Sallyport.Gate.Tests.Relay;

/// <summary>A monotonic clock that stands still until told, begun at an odd time.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks = 987_654_321;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2031, 2, 28, 23, 59, 57, 123, TimeSpan.Zero).AddTicks(GetTimestamp());

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
