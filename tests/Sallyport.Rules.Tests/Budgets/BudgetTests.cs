using Sallyport.Rules.Budgets;
using Sallyport.Rules.Networks;

namespace Sallyport.Rules.Tests.Budgets;

public sealed class BudgetTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 29, 1, 59, 47, TimeSpan.Zero);
    private static readonly BudgetPolicy Policy = BudgetPolicy.Default;

    [Fact]
    public void Failures_count_for_an_hour_each()
    {
        var home = Network("192.0.2.1");
        var budget = Budget.Empty;
        for (var i = 0; i < 4; i++)
            budget = budget.Fail(home, Policy, Start.AddMinutes(i * 10)).Budget;

        Assert.True(budget.Fail(home, Policy, Start.AddMinutes(59)).SourceLocked);
        Assert.False(budget.Fail(home, Policy, Start.AddMinutes(60)).SourceLocked);
    }

    [Fact]
    public void A_closing_lasts_an_hour_from_the_last_failure_and_clears_itself()
    {
        var home = Network("192.0.2.1");
        var budget = Failed(Budget.Empty, home, 5, Start);

        Assert.Equal(Start.AddHours(1), budget.LockedUntil(home, Policy, Start));
        Assert.NotNull(budget.LockedUntil(home, Policy, Start.AddMinutes(59)));
        Assert.Null(budget.LockedUntil(home, Policy, Start.AddHours(1)));
    }

    [Fact]
    public void Addresses_of_one_network_share_a_budget_and_neighbours_do_not()
    {
        var budget = Failed(Budget.Empty, Network("192.0.2.1"), 5, Start);
        budget = Failed(budget, Network("2001:db8::1"), 5, Start);

        Assert.NotNull(budget.LockedUntil(Network("192.0.2.254"), Policy, Start));
        Assert.NotNull(budget.LockedUntil(Network("::ffff:192.0.2.9"), Policy, Start));
        Assert.Null(budget.LockedUntil(Network("192.0.3.1"), Policy, Start));
        Assert.NotNull(budget.LockedUntil(Network("2001:db8::ffff:1"), Policy, Start));
        Assert.Null(budget.LockedUntil(Network("2001:db8:0:1::1"), Policy, Start));
    }

    [Fact]
    public void Twenty_failures_of_strangers_close_all_strangers_and_nobody_else()
    {
        var home = Network("192.0.2.1");
        var budget = Budget.Empty.Succeed(home, Policy, Start);
        for (var i = 0; i < 20; i++)
            budget = budget.Fail(Network($"10.0.{i}.1"), Policy, Start.AddMinutes(i)).Budget;

        var now = Start.AddMinutes(19);
        Assert.Equal(now.AddHours(1), budget.LockedUntil(Network("198.51.100.1"), Policy, now));
        Assert.Null(budget.LockedUntil(home, Policy, now));
        Assert.Null(budget.LockedUntil(Network("198.51.100.1"), Policy, now.AddHours(1)));
    }

    [Fact]
    public void Failures_of_a_known_network_do_not_count_among_the_strangers()
    {
        var home = Network("192.0.2.1");
        var budget = Budget.Empty.Succeed(home, Policy, Start);
        for (var i = 0; i < 19; i++)
            budget = budget.Fail(Network($"10.0.{i}.1"), Policy, Start).Budget;

        Assert.False(budget.Fail(home, Policy, Start).UnknownNetworksLocked);
        Assert.True(budget.Fail(Network("10.0.99.1"), Policy, Start).UnknownNetworksLocked);
    }

    [Fact]
    public void A_network_is_forgotten_thirty_days_after_its_last_success()
    {
        var home = Network("192.0.2.1");
        var budget = Budget.Empty.Succeed(home, Policy, Start);
        for (var i = 0; i < 20; i++)
            budget = budget.Fail(Network($"10.0.{i}.1"), Policy, Start.AddDays(30)).Budget;

        Assert.NotNull(budget.LockedUntil(home, Policy, Start.AddDays(30)));
    }

    [Fact]
    public void What_is_remembered_is_bounded_whatever_is_sent()
    {
        var budget = Budget.Empty;
        for (var i = 0; i < 2000; i++)
        {
            var network = Network($"10.{i / 200}.{i % 200}.1");
            budget = i % 2 == 0 ? budget.Succeed(network, Policy, Start.AddSeconds(i)) : budget.Fail(network, Policy, Start.AddSeconds(i)).Budget;
        }

        Assert.InRange(budget.Sources.Length, 1, Budget.MostKnownGoodSources + 1000);
        Assert.InRange(budget.Sources.Count(s => s.LastSuccess is not null), 1, Budget.MostKnownGoodSources);
        Assert.InRange(budget.UnknownNetworkFailures.Length, 0, Policy.FailuresFromUnknownNetworks);
    }

    [Fact]
    public void Unlock_opens_everything_and_keeps_what_is_known_good()
    {
        var home = Network("192.0.2.1");
        var budget = Failed(Budget.Empty.Succeed(home, Policy, Start), home, 5, Start).Unlock();

        Assert.Null(budget.LockedUntil(home, Policy, Start));
        Assert.True(Assert.Single(budget.Sources).IsKnownGood(Policy, Start));
    }

    private static Budget Failed(Budget budget, SourceNetwork network, int times, DateTimeOffset at)
    {
        for (var i = 0; i < times; i++)
            budget = budget.Fail(network, Policy, at).Budget;
        return budget;
    }

    private static SourceNetwork Network(string address) => SourceNetwork.Of(Addresses.Parse(address));
}
