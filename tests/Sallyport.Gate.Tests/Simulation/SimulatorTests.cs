using Sallyport.Gate.Admission;
using Sallyport.Gate.Simulation;

namespace Sallyport.Gate.Tests.Simulation;

public sealed class SimulatorTests
{
    private const string OneGuesser = """
        [scenario]
        title = one
        length = 6h
        [guessers one]
        from = 198.51.100.23
        every = 3s..15s
        outcome = wrong-user
        """;

    private const string Staff = """

        [users staff]
        people = 30
        from = 203.0.113.0/24
        logins-per-day = 24
        """;

    [Fact]
    public void The_same_seed_gives_the_same_run() => Assert.Equal(SimulationTable.Text(Runs.Of(OneGuesser + Staff)), SimulationTable.Text(Runs.Of(OneGuesser + Staff)));

    [Fact]
    public void Another_seed_gives_another_run() =>
        Assert.NotEqual(
            SimulationTable.Text(Runs.Of(OneGuesser + Staff)),
            SimulationTable.Text(Runs.Of(OneGuesser.Replace("length = 6h", "length = 6h\nseed = 2", StringComparison.Ordinal) + Staff)));

    [Fact]
    public void A_guesser_alone_is_held_to_a_trickle_by_the_penalties()
    {
        var got = Assert.Single(Runs.Of(OneGuesser).Guessers);
        Assert.InRange(got.Tries, 2000, 2800);
        Assert.InRange(got.Guesses, 3, 40);
        Assert.True(got.Refused["penalty"] > got.Tries * 9 / 10);
        Assert.Equal(got.Tries, got.Guesses + got.Refused.Values.Sum());
    }

    [Fact]
    public void The_rules_are_what_decides()
    {
        var none = new AdmissionRules();
        var harmless = none with { Penalties = none.Penalties with { First = TimeSpan.Zero, Longest = TimeSpan.Zero }, Strangers = none.Strangers with { PerSourceAndHour = 0 } };
        Assert.True(Runs.Of(OneGuesser, harmless).Guessers[0].Guesses > 1500);
    }

    [Fact]
    public void Honest_people_without_a_flood_come_in_at_once()
    {
        var got = Assert.Single(Runs.Of("[scenario]\nlength = 6h" + Staff).Users);
        Assert.InRange(got.Wanted, 100, 300);
        Assert.Equal((got.Wanted, 0L, 0L), (got.AtOnce, got.AfterWaiting, got.GivenUp));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(50_000)]
    public void No_botnet_of_any_size_keeps_a_known_person_out(int sources)
    {
        var report = Runs.Of($"""
            [scenario]
            length = 1h
            [guessers botnet]
            sources = {sources}
            from = 1.0.0.0/8, 5.0.0.0/8
            every = {(sources > 10_000 ? "1h" : "30s")}
            """ + Staff);
        Assert.Equal(0, report.Users[0].GivenUp);
        Assert.InRange(report.Users[0].AtOnce, report.Users[0].Wanted * 98 / 100, report.Users[0].Wanted);
        Assert.InRange(report.MostPending, 1, report.Pending);
    }

    [Fact]
    public void A_mistyped_code_is_tried_again_and_is_no_reason_to_wait()
    {
        var got = Runs.Of("""
            [scenario]
            length = 24h
            [users clumsy]
            people = 20
            from = 203.0.113.0/24
            logins-per-day = 8
            mistakes-percent = 100
            """).Users[0];
        Assert.True(got.Wanted > 100);
        Assert.Equal(got.Wanted, got.AtOnce);
    }

    [Fact]
    public void Addresses_are_spread_and_do_not_repeat()
    {
        var pool = new AddressPool([System.Net.IPNetwork.Parse("198.51.100.0/24"), System.Net.IPNetwork.Parse("2001:db8:bad::/48")]);
        var drawn = Enumerable.Range(0, 512).Select(i => pool[i]).ToList();
        Assert.Equal(512, drawn.Distinct().Count());
        Assert.Equal(256, drawn.Count(a => a.IsIPv4 && a.ToString().StartsWith("198.51.100.", StringComparison.Ordinal)));
        Assert.All(drawn.Where(a => !a.IsIPv4), a => Assert.StartsWith("2001:db8:bad:", a.ToString(), StringComparison.Ordinal));
    }
}
