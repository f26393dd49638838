namespace Sallyport.Rules.Decoys;

/// <summary>The habits of the person that a decoy represents: always the same, and different from the next one's.</summary>
/// <param name="LinesAWeek">Lines of a sheet in an average week.</param>
/// <param name="StartHour">When the day begins, in hours after midnight.</param>
/// <param name="Hours">How many hours it has.</param>
/// <param name="WeekendWeight">How much of a working day a day of the weekend is, 0 to 1.</param>
/// <param name="OddHours">The share of logins at any hour at all.</param>
/// <param name="FetchPace">Web-OTPs fetched, as a multiple of the average.</param>
internal readonly record struct DecoyHabits(double LinesAWeek, double StartHour, double Hours, double WeekendWeight, double OddHours, double FetchPace)
{
    public static DecoyHabits Of(ReadOnlySpan<byte> seed)
    {
        Span<byte> room = stackalloc byte[DecoyDraws.Room];
        var draws = new DecoyDraws(seed, room);
        var lines = 1.5 * Math.Pow(2, draws.Between(0, 3.5));
        var start = draws.Between(6.5, 10);
        var hours = draws.Between(7, 10.5);
        // Most people hardly ever work at the weekend, some do every time.
        var weekend = Math.Pow(draws.Fraction(), 3) * 0.7;
        return new DecoyHabits(lines, start, hours, weekend, draws.Between(0, 0.15), draws.Between(0.25, 1.75));
    }

    /// <summary>An hour after midnight at which the person may log in.</summary>
    public double HourOf(ref DecoyDraws draws)
    {
        var isOdd = draws.Fraction() < OddHours;
        var through = draws.Fraction();
        return isOdd ? through * 24 : StartHour + (Hours * through);
    }

    /// <summary>How much of a working day this is.</summary>
    public double WeightOf(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? WeekendWeight : 1;
}
