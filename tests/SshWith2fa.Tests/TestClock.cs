namespace SshWith2fa.Tests;

/// <summary>A clock that stands until told otherwise; starts at an odd moment.</summary>
internal sealed class TestClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 20, 13, 37, 42, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("Sydney", TimeSpan.FromHours(11), "Sydney", "Sydney");

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
