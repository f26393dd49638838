using Sallyport.Rules.Budgets;
using Sallyport.Rules.Networks;
using Sallyport.Rules.Tests.Played;

namespace Sallyport.Rules.Tests.Budgets;

/// <summary>How likely a name is guessed in a year, by calculation and by playing it. The numbers are those of docs/decisions/0006.</summary>
public sealed class GuessingOddsTests
{
    private static readonly BudgetPolicy Policy = BudgetPolicy.Default;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 3, 4, 5, TimeSpan.Zero);
    private static readonly SourceNetwork Home = SourceNetwork.Of(System.Net.IPAddress.Parse("192.0.2.1"));

    /// <summary>How an attacker spaces guesses.</summary>
    public static TheoryData<string> Paces => ["at once", "never into a lockout", "one a minute", "one an hour", "two a day", "bursts after a month"];

    [Theory]
    [MemberData(nameof(Paces))]
    public void A_botnet_has_fewer_than_a_thousand_guesses_a_year_however_it_spaces_them(string pace)
    {
        var looked = Play(pace, Budget.Empty, i => SourceNetwork.Of(new System.Net.IPAddress([10, (byte)(i >> 8), (byte)i, 1])), Policy.FailuresFromUnknownNetworks, success: false);

        Assert.InRange(looked, 1, 1000);
        Assert.True(GuessedName.Odds(looked) < 0.0035);
    }

    [Theory]
    [MemberData(nameof(Paces))]
    public void A_neighbour_has_fewer_than_eight_hundred_and_fifty_however_often_the_person_succeeds(string pace)
    {
        var looked = Play(pace, Budget.Empty.Succeed(Home, Policy, Start), _ => Home, Policy.FailuresPerSource, success: true);

        Assert.InRange(looked, 1, 850);
    }

    [Fact]
    public void A_botnet_and_two_hostile_networks_of_the_person_stay_under_one_percent() =>
        Assert.True(GuessedName.Odds(1000 + (2 * 850)) < 0.01);

    [Fact]
    public void A_person_who_mistypes_twice_a_day_is_never_locked_out_for_longer_than_at_first()
    {
        var budget = Budget.Empty.Succeed(Home, Policy, Start);
        for (var day = 0; day < 365; day++)
        {
            var now = Start.AddDays(day);
            budget = budget.Fail(Home, Policy, now).Budget.Fail(Home, Policy, now.AddSeconds(20)).Budget;
            Assert.Null(budget.LockedUntil(Home, Policy, now.AddSeconds(21)));
            budget = budget.Succeed(Home, Policy, now.AddSeconds(40));
        }
    }

    [Fact]
    public void Lockouts_double_beyond_twenty_wrong_codes_up_to_the_time_that_forgets_as_many()
    {
        var (budget, now, hours) = (Budget.Empty, Start, new List<double>());
        while (hours.Count < 14)
        {
            var after = budget.Fail(SourceNetwork.Of(new System.Net.IPAddress([10, 0, (byte)hours.Count, 1])), Policy, now);
            budget = after.Budget;
            if (!after.UnknownNetworksLocked)
                continue;
            hours.Add((budget.UnknownNetworksLockedUntil!.Value - now).TotalHours);
            now = budget.UnknownNetworksLockedUntil.Value;
        }

        Assert.Equal([1, 2, 4, 8], hours.Distinct().Take(4));
        Assert.Equal(240, hours.Max());
    }

    [Fact]
    public void A_denied_push_during_a_lockout_opens_nothing()
    {
        var budget = Budget.Empty;
        for (var i = 0; i < 5; i++)
            budget = budget.Fail(Home, Policy, Start).Budget;

        Assert.NotNull(budget.Fail(Home, Policy, Start.AddMinutes(1)).Budget.LockedUntil(Home, Policy, Start.AddMinutes(2)));
    }

    [Fact]
    public void A_month_played_with_a_botnet_and_a_neighbour()
    {
        var guessed = new GuessingYear(100_000, TimeSpan.FromDays(30), 7).Play("1");

        Assert.InRange(guessed.FromBots, 100, 270);
        Assert.InRange(guessed.FromNeighbour, 30, 130);
        Assert.True(guessed.OwnLogins > 0);
    }

    private static int Play(string pace, Budget budget, Func<int, SourceNetwork> source, int limit, bool success)
    {
        var (looked, now, end) = (0, Start, Start.AddDays(365));
        var nextSuccess = Start;
        while (now < end)
        {
            if (success && now >= nextSuccess)
            {
                budget = budget.Succeed(Home, Policy, now);
                nextSuccess = now.AddHours(6);
            }

            var network = source(looked);
            if (budget.LockedUntil(network, Policy, now) is { } until)
            {
                now = until;
                continue;
            }

            var after = budget.Fail(network, Policy, now);
            var closes = after.SourceLocked || after.UnknownNetworksLocked;
            if (closes && pace == "never into a lockout")
            {
                now = now.AddMinutes(10);
                continue;
            }

            (budget, looked) = (after.Budget, looked + 1);
            now += pace switch
            {
                "one a minute" => TimeSpan.FromMinutes(1),
                "one an hour" => TimeSpan.FromHours(1),
                "two a day" => TimeSpan.FromHours(12),
                "bursts after a month" when looked % (limit * 6) == 0 => TimeSpan.FromDays(30),
                _ => TimeSpan.FromSeconds(1),
            };
        }

        return looked;
    }
}
