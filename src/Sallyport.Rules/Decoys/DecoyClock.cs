namespace Sallyport.Rules.Decoys;

/// <summary>The site's days and hours.</summary>
internal readonly record struct DecoyClock(TimeZoneInfo Zone)
{
    /// <summary>The day that it is at the site.</summary>
    public DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);

    /// <summary>When it is so many hours after midnight of a day there.</summary>
    public DateTimeOffset Instant(DateOnly day, double hours)
    {
        var wall = day.ToDateTime(TimeOnly.MinValue).AddHours(hours);
        // The offset of noon serves the hour that is skipped or comes twice as well.
        return new DateTimeOffset(wall, Zone.GetUtcOffset(day.ToDateTime(new TimeOnly(12, 0))));
    }

    /// <summary>Before the day is over, whichever way its clocks are put.</summary>
    public DateTimeOffset AlmostMidnightAfter(DateOnly day) => Instant(day, 23);

    /// <summary>Working days, Monday to Friday, up to an hour of this day.</summary>
    public int WorkingDaysAt(DateTimeOffset now, double hour)
    {
        var wall = TimeZoneInfo.ConvertTime(now, Zone).DateTime.AddHours(-hour);
        var days = wall.Date.Subtract(new DateTime(2020, 1, 6)).Days;
        var (weeks, day) = ((int)Math.Floor(days / 7.0), ((days % 7) + 7) % 7);
        return (weeks * 5) + Math.Min(day, 4);
    }

    /// <summary>The first moment of such a working day.</summary>
    public DateTimeOffset StartOf(int workingDay, double hour)
    {
        var (weeks, day) = ((int)Math.Floor(workingDay / 5.0), ((workingDay % 5) + 5) % 5);
        return Instant(new DateOnly(2020, 1, 6).AddDays((weeks * 7) + day), hour);
    }
}
