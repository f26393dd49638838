using System.Globalization;
using System.Security.Cryptography;

namespace EndToEnd.Relay;

/// <summary>An edge gate that relays with a PROXY header, a login server's gate that believes it, and a local sshd that sees the client.</summary>
public sealed class TransparentTests(Site site) : IClassFixture<Site>, IAsyncLifetime
{
    private static readonly SemaphoreSlim Once = new(1, 1);
    private static Site? prepared;
    private static string loginLog = "", edgeLog = "";
    private static string doctorBefore = "";

    public async ValueTask InitializeAsync()
    {
        await Once.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (prepared == site) return;
            await site.StartSshd();
            doctorBefore = await Doctor();
            await site.AddRoutingRules();
            await File.WriteAllTextAsync(Path.Combine(site.Folder, "deny"), "203.0.113.66\n", TestContext.Current.CancellationToken);
            loginLog = await site.StartGate(site.Login, $"""
                [gate]
                listen = 10.99.0.2:22
                user = nobody
                backend = relay localhost:2222
                relay-source = client
                accept-proxy = 10.99.0.1
                [lists]
                deny = {site.Folder}/deny

                """);
            edgeLog = await site.StartGate(site.Edge, """
                [gate]
                listen = 203.0.113.1:22 [2001:db8:c::1]:22
                user = nobody
                backend = relay 10.99.0.2:22
                send-proxy = on

                """);
            prepared = site;
        }
        finally
        {
            Once.Release();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("203.0.113.1", "203.0.113.7", "127.0.0.1 2222")]
    [InlineData("2001:db8:c::1", "2001:db8:c::7", "::1 2222")]
    public async Task sshd_sees_the_true_address_through_two_gates(string edge, string client, string server)
    {
        var run = await site.Ssh(edge, "echo $SSH_CONNECTION");
        Assert.True(run.ExitCode == 0, run.Error + await File.ReadAllTextAsync(loginLog, TestContext.Current.CancellationToken));
        Assert.Matches($"^{client} [0-9]+ {server}\n$", run.Output);
        Assert.Contains("source=" + client, await File.ReadAllTextAsync(loginLog, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_pass_unchanged_and_the_end_of_input_reaches_the_program()
    {
        var hex = Convert.ToHexString(RandomNumberGenerator.GetBytes(4 << 20));
        var run = await site.Ssh("203.0.113.1", "sha256sum; echo done", hex);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(hex))) + "  -\ndone\n", run.Output);
        var back = await site.Ssh("203.0.113.1", "head -c 30000000 /dev/zero | tr '\\0' x");
        Assert.Equal((0, 30_000_000), (back.ExitCode, back.Output.Length));
    }

    [Fact]
    public async Task A_rule_about_the_true_address_is_kept_on_the_login_server()
    {
        var run = await site.Ssh("203.0.113.1", "true", "", "-b", "203.0.113.66");
        Assert.Equal(255, run.ExitCode);
        Assert.Contains("refused source=203.0.113.66", await Until(loginLog, "refused source=203.0.113.66"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CVE-2024-35175: a text header from a source that is not listed", "10.99.0.77", "PROXY TCP4 192.0.2.99 10.99.0.2 4711 22\r\nSSH-2.0-x\r\n")]
    [InlineData("CVE-2021-23409: a header without end from a listed source", "10.99.0.1", "PROXY TCP4 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("no header from a listed source", "10.99.0.1", "SSH-2.0-x\r\n")]
    [InlineData("the edge claims to be this machine", "10.99.0.1", "PROXY TCP4 127.0.0.1 10.99.0.2 4711 22\r\nSSH-2.0-x\r\n")]
    public async Task A_wrong_header_reaches_no_sshd(string attack, string from, string bytes)
    {
        var answer = await Site.Say(site.Edge, from, bytes);
        Assert.True(!answer.Contains("SSH-2.0-OpenSSH", StringComparison.Ordinal), attack + ": " + answer);
        Assert.Contains("reason=proxy-header", await Until(loginLog, $"refused source={from}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_shows_the_routing_rules_that_are_missing_and_is_content_with_them()
    {
        Assert.Contains("ip -4 rule add from 127.0.0.0/8 iif lo lookup 5411", doctorBefore, StringComparison.Ordinal);
        Assert.Contains("and the answer arrives", await Doctor(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_listener_keeps_only_the_capability_that_it_needs()
    {
        var status = await File.ReadAllLinesAsync($"/proc/{await Listener()}/status", TestContext.Current.CancellationToken);
        Assert.Contains("CapEff:\t0000000000002000", status);
        Assert.Contains("CapBnd:\t0000000000002000", status);
    }

    [Fact]
    public async Task A_relayed_session_outlives_an_upgrade_of_the_edge()
    {
        var name = Path.Combine(site.Account.Home, "upgraded");
        var session = site.Ssh("203.0.113.1", $"echo begun > {name}.new; mv {name}.new {name}; while [ -e {name} ]; do sleep 0.1; done; echo lived");
        for (var i = 0; i < 200 && !File.Exists(name) && !session.IsCompleted; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        await EndToEnd.Machine.Run.MustAsync("/usr/bin/kill", "-USR2", site.Pid("gate", site.Edge));
        await Until(edgeLog, "upgrading");
        for (var i = 0; i < 200 && Count(await File.ReadAllTextAsync(edgeLog, TestContext.Current.CancellationToken)) < 2; i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(0, (await site.Ssh("203.0.113.1", "true")).ExitCode);
        File.Delete(name);
        Assert.Equal("lived\n", (await session).Output);

        static int Count(string text) => text.Split("gate: started").Length - 1;
    }

    private async Task<string> Doctor()
    {
        await File.WriteAllTextAsync(
            Path.Combine(site.Folder, "gate.conf"), "[gate]\nlisten = 10.99.0.2:22\nbackend = relay localhost:2222\nrelay-source = client\n", TestContext.Current.CancellationToken);
        var run = await EndToEnd.Machine.Run.OfAsync(
            "/usr/sbin/ip", "netns", "exec", site.Login, EndToEnd.Machine.SallyportCommand.Path, "doctor", "--config", Path.Combine(site.Folder, "authority.conf"));
        return run.Output;
    }

    private async Task<int> Listener()
    {
        var inside = (await EndToEnd.Machine.Run.MustAsync("/usr/sbin/ip", "netns", "pids", site.Login)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return inside.Select(line => int.Parse(line, CultureInfo.InvariantCulture))
            .Single(pid => CommandLine(pid).Contains("gate\0listener", StringComparison.Ordinal));
    }

    /// <summary>Sessions of other tests come and go meanwhile: the command line of a process that has gone is empty.</summary>
    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<string> Until(string log, string sign)
    {
        for (var i = 0; i < 100; i++)
        {
            var text = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
            if (text.Contains(sign, StringComparison.Ordinal)) return text;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
    }
}
