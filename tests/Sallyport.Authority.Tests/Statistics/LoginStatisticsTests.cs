using System.Net;
using Sallyport.Authority.Audit.Statistics;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Tests.Statistics;

public sealed class LoginStatisticsTests : IDisposable
{
    private readonly TestClock clock = new();
    private readonly MemoryStore store;
    private readonly LoginStatistics statistics;

    public LoginStatisticsTests()
    {
        store = new MemoryStore(clock);
        statistics = new LoginStatistics(store, clock);
    }

    public void Dispose() => statistics.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_day_without_logins_is_a_day_of_empty_hours()
    {
        var figures = await statistics.ReadAsync(24, Cancel);

        Assert.Equal(24, figures.Hours.Count);
        Assert.All(figures.Hours, hour => Assert.Equal((0, 0, 0), (hour.WithFactor, hour.WithoutFactor, hour.Refused)));
        Assert.Equal(new DateTimeOffset(2031, 7, 13, 3, 0, 0, TimeSpan.Zero), figures.Hours[^1].At);
    }

    [Fact]
    public async Task each_event_counts_in_its_hour_and_only_once()
    {
        await HappenAsync(AuditKind.LoginAllowed, "Totp", "192.0.2.7");
        await HappenAsync(AuditKind.LoginTrustedNetwork, "192.0.2.0/24", "192.0.2.7");
        _ = await statistics.ReadAsync(24, Cancel);
        clock.Advance(TimeSpan.FromHours(1));
        await HappenAsync(AuditKind.LoginAllowed, "Totp", "192.0.2.7");
        await HappenAsync(AuditKind.LoginRecoveryCode, "RecoveryCode", "192.0.2.7");
        await HappenAsync(AuditKind.LoginNotEnforced, null, "192.0.2.7");
        await HappenAsync(AuditKind.CodeWrong, "Totp", "198.51.100.1");
        await HappenAsync(AuditKind.PersonAdded, null, null);

        var figures = await statistics.ReadAsync(24, Cancel);

        Assert.Equal((1, 1, 0), Counts(figures.Hours[^2]));
        Assert.Equal((2, 1, 1), Counts(figures.Hours[^1]));
        Assert.Equal([("Totp", 2), ("RecoveryCode", 1)], figures.Factors);
    }

    [Fact]
    public async Task the_networks_that_were_refused_most_come_first_and_addresses_of_one_network_are_counted_together()
    {
        for (var i = 1; i <= 3; i++)
            await HappenAsync(AuditKind.CodeWrong, null, $"198.51.100.{i}");
        await HappenAsync(AuditKind.CodeWrong, null, "203.0.113.1");
        await HappenAsync(AuditKind.CodeWrong, null, null);
        for (var i = 0; i < 20; i++)
            await HappenAsync(AuditKind.CodeWrong, null, $"10.0.{i}.1");

        var figures = await statistics.ReadAsync(24, Cancel);

        Assert.Equal(10, figures.RefusedNetworks.Count);
        Assert.Equal(("198.51.100.0/24", 3), (figures.RefusedNetworks[0].Network.ToString(), figures.RefusedNetworks[0].Refused));
    }

    [Fact]
    public async Task what_is_older_than_a_month_is_forgotten()
    {
        await HappenAsync(AuditKind.LoginAllowed, "Totp", "192.0.2.7");
        _ = await statistics.ReadAsync(24, Cancel);
        clock.Advance(TimeSpan.FromDays(31));
        await HappenAsync(AuditKind.LoginAllowed, "Totp", "192.0.2.7");

        Assert.Equal(1, (await statistics.ReadAsync(24 * LoginStatistics.Days, Cancel)).Hours.Sum(h => h.WithFactor));
        using var anew = new LoginStatistics(store, clock);
        Assert.Equal(1, (await anew.ReadAsync(24 * LoginStatistics.Days, Cancel)).Hours.Sum(h => h.WithFactor));
    }

    [Fact]
    public async Task an_hour_with_more_networks_than_are_counted_still_counts_every_refusal()
    {
        for (var i = 0; i < 10_100; i++)
            await HappenAsync(AuditKind.CodeWrong, null, $"10.{i / 250}.{i % 250}.1");
        await HappenAsync(AuditKind.CodeWrong, null, "10.0.0.1");
        clock.Advance(TimeSpan.FromHours(1));

        var figures = await statistics.ReadAsync(24, Cancel);

        Assert.Equal(10_101, figures.Hours[^2].Refused);
        Assert.Equal(("unknown", 100), (figures.RefusedNetworks[0].Network.ToString(), figures.RefusedNetworks[0].Refused));
        Assert.Equal(2, figures.RefusedNetworks[1].Refused);
    }

    private static (int WithFactor, int WithoutFactor, int Refused) Counts(LoginHour hour) => (hour.WithFactor, hour.WithoutFactor, hour.Refused);

    private ValueTask HappenAsync(AuditKind kind, string? detail, string? source) =>
        store.AppendAsync([new AuditEvent(kind, "ada", source is null ? null : IPAddress.Parse(source), "dora", Detail: detail)], Cancel);
}
