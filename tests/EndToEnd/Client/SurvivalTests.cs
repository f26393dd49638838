using System.Diagnostics;
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

    [Fact]
    public async Task A_network_that_is_away_for_longer_than_the_settings_allow_ends_the_session_and_its_riders()
    {
        // The figures of the generated file allow eleven minutes (GeneratedConfigTests, MasterConnectionTests); here they are 15 seconds.
        const int Allowed = 15;
        var config = site.Home + "/.ssh/config";
        var before = await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken);
        await site.Write(config, $"ServerAliveInterval 1\nServerAliveCountMax {Allowed}\n{before}");
        try
        {
            await Site.Must(await site.OutsideAtTerminal("ssh", "dora", "true"));
            await Until(() => File.Exists(site.Runtime + "/session.conf"));
            File.Delete(site.ServerHome + "/rider-is-there");
            var rider = site.Outside("ssh", "dora", "touch rider-is-there; sleep 600");
            await Until(() => File.Exists(site.ServerHome + "/rider-is-there"));
            await site.Network("down");
            var cut = Stopwatch.StartNew();
            var ended = await rider;
            // OpenSSH's own 3 would have ended it by then; how much later it is does not matter.
            Assert.InRange(cut.Elapsed, TimeSpan.FromSeconds(Allowed - 1), TimeSpan.MaxValue);
            Assert.Equal(255, ended.ExitCode);
            await Until(() => !File.Exists(site.Runtime + "/session.conf"));
            var next = await site.Outside("ssh", "dora", "true");
            Assert.Equal(255, next.ExitCode);
            Assert.StartsWith("ssh-with-2fa: no session with dora is up", next.Error, StringComparison.Ordinal);
            Assert.Single(next.Error.TrimEnd('\n').Split('\n'));
        }
        finally
        {
            await site.Network("up");
            await site.Write(config, before);
        }
        Assert.Equal((1, 1), site.Prompts());
    }

    [Theory]
    [InlineData("authority")]
    [InlineData("gate")]
    [InlineData("dora")]
    public async Task A_server_of_the_site_that_is_restarted_ends_nothing(string server)
    {
        await Up();
        foreach (var old in (string[])["/rider-is-there", "/go"]) File.Delete(site.ServerHome + old);
        var rider = site.Outside("ssh", "dora", "touch rider-is-there; until [ -e go ]; do sleep 0.1; done; echo came through");
        await Until(() => File.Exists(site.ServerHome + "/rider-is-there"));
        await site.Restart(server);
        Assert.Equal("came in\n", (await site.Outside("ssh", "dora", "echo came in")).Output);
        await Site.Must(await site.Outside("scp", "/etc/hostname", "dora:by-scp"));
        Assert.Equal("hi\n", (await site.Outside("sh", "-c", "echo hi | timeout 60 socat -t 60 - TCP:127.0.0.1:12143")).Output);
        await File.WriteAllTextAsync(site.ServerHome + "/go", "", TestContext.Current.CancellationToken);
        Assert.Equal("came through\n", (await rider).Output);
        Assert.Equal((1, 1), site.Prompts());

        // And the next login is as the first was.
        await site.Outside(site.Command, "down");
        await Up();
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
