namespace Sallyport.Gate.Machine;

/// <summary>
/// One reading of the gate's clock. <paramref name="Milliseconds"/> since the Unix epoch never goes back or jumps: penalties, rates and ages use it.
/// <paramref name="WallMilliseconds"/> is what the machine's clock says: only the limit per wall-clock hour and the texts use it.
/// </summary>
internal readonly record struct Moment(long Milliseconds, long WallMilliseconds)
{
    public const long HourLength = 3_600_000;

    /// <summary>Whole seconds since the Unix epoch, good until the year 2106.</summary>
    public uint Seconds => (uint)(Milliseconds / 1000);

    /// <summary>Wall-clock hours since the Unix epoch.</summary>
    public uint Hour => (uint)(WallMilliseconds / HourLength);

    public TimeSpan UntilNextHour => TimeSpan.FromMilliseconds(HourLength - (WallMilliseconds % HourLength));

    public static Moment Of(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds(), time.ToUnixTimeMilliseconds());

    /// <summary>The same moment read <paramref name="later"/>, for virtual time.</summary>
    public static Moment operator +(Moment moment, TimeSpan later) =>
        new(moment.Milliseconds + (long)later.TotalMilliseconds, moment.WallMilliseconds + (long)later.TotalMilliseconds);
}

/// <summary>Makes moments. A step of the machine's clock changes the wall-clock hour and nothing else.</summary>
internal sealed class GateClock(TimeProvider time)
{
    private readonly long startMilliseconds = time.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly long startTimestamp = time.GetTimestamp();

    public Moment Now => new(
        startMilliseconds + (long)time.GetElapsedTime(startTimestamp).TotalMilliseconds,
        time.GetUtcNow().ToUnixTimeMilliseconds());
}
