using EndToEnd.Machine;

namespace EndToEnd.Outside;

/// <summary>Prometheus' own tool, with the alert rules that we ship.</summary>
[Needs("promtool")]
public sealed class AlertRulesTests
{
    [Theory]
    [InlineData("check", "sallyport-alerts.yml")]
    [InlineData("test", "sallyport-alerts.test.yml")]
    public async Task promtool_finds_them_right(string how, string file) =>
        Assert.Contains("SUCCESS", await Run.MustAsync("/usr/bin/promtool", how, "rules", Path.Combine(Checkout.Root, "packaging/prometheus", file)), StringComparison.Ordinal);
}
