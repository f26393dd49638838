using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Administration;

namespace EndToEnd.Gate;

/// <summary>The portal reads what the gate says of itself.</summary>
public sealed class WatchedTests
{
    [Fact]
    public async Task The_portal_understands_a_running_gate()
    {
        await using var gate = await RunningGate.StartAsync();
        var portal = new PortalOptions { GateControl = gate.Folder + "/run/control.sock" };
        var watch = new GateWatch(new AuthorityOptions { Portal = portal }, TimeProvider.System);

        var (report, problem) = await watch.AskAsync(TestContext.Current.CancellationToken);

        Assert.Null(problem);
        Assert.NotNull(report);
        Assert.Contains(report.Lanes, lane => lane.Lane == "stranger" && lane.Places > 0);
        Assert.NotEmpty(report.Totals.Refused);
        Assert.InRange(report.Started, DateTimeOffset.UnixEpoch.AddYears(50), TimeProvider.System.GetUtcNow().AddMinutes(1));
    }
}
