namespace Repository;

/// <summary>A service that systemd starts again never reaches a limit at which systemd gives up.</summary>
public sealed class ServiceUnitTests
{
    public static TheoryData<string> Restarted =>
        [.. Tree.Files.Where(f => f.StartsWith("packaging/", StringComparison.Ordinal) && f.EndsWith(".service", StringComparison.Ordinal) && Tree.Text(f).Contains("\nRestart=", StringComparison.Ordinal))];

    [Fact]
    public void The_authority_and_the_gate_are_started_again() =>
        Assert.Equal(["packaging/sallyport-gate.service", "packaging/sallyport.service"], Restarted.Select(row => row.Data).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Restarted))]
    public void Has_no_limit_of_starts(string file)
    {
        var sections = Tree.Text(file).Split("\n[Service]\n");
        Assert.Contains("\nStartLimitIntervalSec=0\n", sections[0], StringComparison.Ordinal);
        Assert.Contains("\nRestartSec=", sections[1], StringComparison.Ordinal);
        Assert.DoesNotContain("RestartPreventExitStatus", sections[1], StringComparison.Ordinal);
    }
}
