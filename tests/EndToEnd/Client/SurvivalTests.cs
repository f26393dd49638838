using System.Text.Json;
using EndToEnd.Machine;

namespace EndToEnd.Laptop;

/// <summary>What a session must live through, with the machine's own ssh: a stopped master, a network that is away, two logins at once.</summary>
[Collection(Alone.Name)]
public sealed class SurvivalTests(Site site) : IClassFixture<Site>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await site.Outside(site.Command, "down");

    public async ValueTask DisposeAsync()
    {
        await site.Outside(site.Command, "down");
        site.Prompts();
    }

    [Theory]
    [InlineData("plain ssh, told by the monitor", "is stopped: waiting until it continues")]
    [InlineData("by the command", "is slow to answer; waiting for it")]
    public async Task A_stopped_master_is_waited_for_with_a_line_and_asking_changes_nothing(string way, string line)
    {
        await Up();
        var process = Status(await site.Outside(site.Command, "status", "--json")).GetProperty("process").ToString();
        await Machine.Run.MustAsync("kill", "-STOP", process);
        try
        {
            var status = Status(await site.Outside(site.Command, "status", "--json"));
            Assert.True(status.GetProperty("up").GetBoolean());
            Assert.False(status.GetProperty("answers").GetBoolean());
            await site.Outside(site.Command, "explain", "ssh", "dora");
            await site.Outside(site.Command, "doctor");
            Assert.True(File.Exists(site.Runtime + "/session.conf"));

            var errors = site.Home + "/errors";
            await site.Outside("rm", "-f", errors);
            var command = way.StartsWith("plain", StringComparison.Ordinal) ? "ssh" : $"'{site.Command}' ssh";
            var rider = site.Outside("sh", "-c", $"{command} dora echo back 2>&1 >answer | tee '{errors}'; cat answer");
            await Until(() => File.Exists(errors) && File.ReadAllText(errors).Contains(line, StringComparison.Ordinal));
            Assert.False(rider.IsCompleted);
            await Machine.Run.MustAsync("kill", "-CONT", process);
            Assert.EndsWith("back\n", (await rider).Output, StringComparison.Ordinal);
        }
        finally
        {
            await Machine.Run.OfAsync("kill", "-CONT", process);
        }
        Assert.Equal((1, 1), site.Prompts());
    }

    [Fact]
    public async Task A_network_that_is_away_for_45_seconds_ends_nothing_and_riders_are_told()
    {
        await Up();
        var errors = site.Home + "/errors";
        await site.Outside("rm", "-f", errors);
        await site.Network("down");
        try
        {
            var rider = site.Outside("sh", "-c", $"ssh dora echo back 2>&1 >answer | tee '{errors}'; cat answer");
            var back = Task.Delay(TimeSpan.FromSeconds(45), TestContext.Current.CancellationToken);
            await Until(() => File.Exists(errors) && File.ReadAllText(errors).Contains("the network may be down", StringComparison.Ordinal));
            await back;
            Assert.False(rider.IsCompleted);
            await site.Network("up");
            Assert.EndsWith("back\n", (await rider).Output, StringComparison.Ordinal);
        }
        finally
        {
            await site.Network("up");
        }
        Assert.Equal((1, 1), site.Prompts());
    }

    [Theory]
    [InlineData("two plain ssh")]
    [InlineData("a plain ssh and the command")]
    [InlineData("the command twice")]
    public async Task Of_two_logins_at_once_one_asks_and_the_other_rides(string which)
    {
        string[] plain = ["ssh", "dora", "echo came in"];
        string[] command = [site.Command, "ssh", "dora", "echo came in"];
        var runs = await Task.WhenAll(
            site.OutsideAtTerminal(which.StartsWith("the command", StringComparison.Ordinal) ? command : plain),
            site.OutsideAtTerminal(which.StartsWith("two", StringComparison.Ordinal) ? plain : command));
        foreach (var run in runs) Assert.True(run.ExitCode == 0 && run.Output.Contains("came in", StringComparison.Ordinal), run.ToString());
        Assert.Equal((1, 1), site.Prompts());
    }

    [Fact]
    public async Task Down_names_what_it_ends()
    {
        await Up();
        var rider = site.Outside("ssh", "dora", "sleep 60");
        await Until(() => Status(site.Outside(site.Command, "status", "--json").GetAwaiter().GetResult()).GetProperty("used-by").GetArrayLength() > 0);
        Assert.Matches(@"has ended, and with it ssh \(\d+\)", (await site.Outside(site.Command, "down")).Error);
        Assert.Equal(255, (await rider).ExitCode);
    }

    [Fact]
    public async Task Up_without_a_terminal_knocks_at_no_door()
    {
        var knocks = site.KnocksAtTheDoor();
        var run = await site.Outside("setsid", "--wait", site.Command, "up");
        Assert.Equal(255, run.ExitCode);
        Assert.Contains("nobody can be asked", run.Error, StringComparison.Ordinal);
        Assert.Equal(knocks, site.KnocksAtTheDoor());
    }

    private async Task Up() => await Site.Must(await site.OutsideAtTerminal(site.Command, "up"));

    private static JsonElement Status(Run run) => JsonDocument.Parse(run.Output).RootElement;

    private static async Task Until(Func<bool> holds)
    {
        for (var i = 0; i < 150; i++)
        {
            if (holds()) return;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        Assert.Fail("it did not come about within 30 seconds");
    }
}
