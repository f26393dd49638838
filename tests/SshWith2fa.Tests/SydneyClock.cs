namespace SshWith2fa.Tests;

/// <summary>A clock of another time zone.</summary>
internal static class SydneyClock
{
    public static TestClock New()
    {
        var clock = new TestClock(new DateTimeOffset(2026, 11, 20, 13, 37, 42, TimeSpan.Zero));
        clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("Sydney", TimeSpan.FromHours(11), "Sydney", "Sydney"));
        return clock;
    }
}
