using EndToEnd.Machine;

namespace EndToEnd.Laptop;

/// <summary>ssh's own messages at a terminal, over the session and at the door: they name the login server or its door, never a port of this machine.</summary>
[Collection(Alone.Name)]
public sealed class NamesInMessagesTests(Site site) : IClassFixture<Site>, IAsyncLifetime
{
    private const string Door = "198.51.100.1";

    public async ValueTask InitializeAsync() => await site.Outside(site.Command, "down");

    public async ValueTask DisposeAsync()
    {
        await site.Outside(site.Command, "down");
        await site.SetUp(site.Profile(serial: ++serial));
        site.Prompts();
    }

    private static int serial = 1;

    [Fact]
    public async Task Prompts_name_the_login_server()
    {
        var run = await site.OutsideAtTerminal(site.Command, "up");
        Assert.Contains($"({site.Server}@dora) skey line", run.Output, StringComparison.Ordinal);
        Assert.Contains($"({site.Server}@dora) Password:", run.Output, StringComparison.Ordinal);
    }

    /// <summary>The arguments of ssh, and what is shown of it.</summary>
    public static TheoryData<string, string> OverTheSession => new()
    {
        { "-t dora true", $"Shared connection to {Door} closed." },
        { "-t dora exit 3", $"Shared connection to {Door} closed." },
        { "-o BatchMode=yes root@dora true", $"root@{Door}: Permission denied (" },
        { "-o BatchMode=yes -R 22:127.0.0.9:1 dora true", "remote port forwarding failed for listen port 22" },
        { "-W nowhere:1 dora", "Stdio forwarding request failed" },
        { "-S none -o ProxyCommand=false dora true", "UNKNOWN port 65535" },
    };

    [Theory]
    [MemberData(nameof(OverTheSession))]
    public async Task A_message_names_what_people_know(string arguments, string shown)
    {
        await Up();
        foreach (var ssh in (string[][])[["ssh"], [site.Command, "ssh"]])
        {
            var run = await site.OutsideAtTerminal([.. ssh, .. arguments.Split(' ')]);
            Assert.Contains(shown, run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_wrong_host_key_is_the_login_servers()
    {
        await Up();
        var file = site.Home + "/.config/ssh-with-2fa/known_hosts";
        await site.Write(file, $"dora {site.HostKey("savona")}\n");
        var run = await site.OutsideAtTerminal("ssh", "root@dora", "true");
        Assert.Contains("Host key for dora has changed", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_whose_session_is_ended_names_the_door_and_the_next_call_the_login_server()
    {
        await Up();
        var shell = site.OutsideAtTerminal("ssh", "-t", "dora", "touch shell-is-there; sleep 600");
        await Until(() => File.Exists(site.ServerHome + "/shell-is-there"));
        await site.Outside(site.Command, "down");
        Assert.Contains($"Shared connection to {Door} closed.", (await shell).Output, StringComparison.Ordinal);
        Assert.StartsWith("ssh-with-2fa: no session with dora is up", (await site.Outside("ssh", "dora", "true")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_door_has_the_login_servers_name_that_is_shown()
    {
        var profile = (Dictionary<string, object>)site.Profile(serial: ++serial);
        profile["outside"] = new { host = "dora.maths.example", port = 22 };
        profile["host-keys"] = new object[] { new { hosts = (string[])["dora", "dora.maths.example"], key = site.HostKey("dora") }, new { hosts = (string[])["savona"], key = site.HostKey("savona") } };
        await site.SetUp(profile);
        var first = await site.OutsideAtTerminal("ssh", "-t", "dora.maths.example", "echo came in");
        Assert.Contains($"({site.Server}@dora) skey line", first.Output, StringComparison.Ordinal);
        await Until(() => File.Exists(site.Runtime + "/session.conf"));
        foreach (var name in (string[])["dora", "dora.maths.example"])
        {
            var rider = await site.OutsideAtTerminal("ssh", "-t", name, "echo came in");
            Assert.Contains("came in", rider.Output, StringComparison.Ordinal);
            Assert.Contains("Shared connection to dora.maths.example. closed.", rider.Output, StringComparison.Ordinal);
        }
        Assert.Equal((1, 1), site.Prompts());
    }

    private async Task Up() => await Site.Must(await site.OutsideAtTerminal(site.Command, "up"));

    private static async Task Until(Func<bool> holds)
    {
        for (var i = 0; i < 600; i++)
        {
            if (holds()) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Fail("it did not come about within a minute");
    }
}
