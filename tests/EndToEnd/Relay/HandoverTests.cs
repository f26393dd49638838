using EndToEnd.Machine;

namespace EndToEnd.Relay;

/// <summary>Without the privilege of transparent sockets: sshd -i sees the edge, and whoever needs the true address asks the gate.</summary>
public sealed class HandoverTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task sshd_sees_the_edge_the_gate_knows_the_client_and_the_session_outlives_the_edge()
    {
        var open = Directory.CreateDirectory(Path.Combine(site.Folder, "control"), (UnixFileMode)0b111_111_111).FullName;
        File.SetUnixFileMode(open, (UnixFileMode)0b111_111_111);
        await site.StartGate(site.Login, $"""
            [gate]
            listen = 10.99.0.2:22
            user = nobody
            sshd-arguments = -i -f {site.SshdConfig()}
            accept-proxy = 10.99.0.1
            control = {open}/socket

            """);
        await site.StartGate(site.Edge, """
            [gate]
            listen = 203.0.113.1:22
            user = nobody
            backend = relay 10.99.0.2:22
            send-proxy = on

            """);
        var session = site.Ssh("203.0.113.1", "echo $SSH_CONNECTION; echo $$ > pid.new; mv pid.new pid; while [ ! -e go ]; do sleep 0.1; done");
        var file = Path.Combine(site.Account.Home, "pid");
        for (var i = 0; i < 200 && !File.Exists(file) && !session.IsCompleted; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(session.IsCompleted, session.IsCompleted ? (await session).ToString() : "");
        var shell = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim();
        var client = await SallyportCommand.RunAsync("gate", "client", shell, "--config", Path.Combine(site.Folder, site.Login + ".conf"));
        await Run.MustAsync("/usr/bin/kill", "-KILL", site.Pid("gate", site.Edge));
        await File.WriteAllTextAsync(Path.Combine(site.Account.Home, "go"), "", TestContext.Current.CancellationToken);
        var seen = await session;
        Assert.StartsWith("10.99.0.1 ", seen.Output, StringComparison.Ordinal);
        Assert.Matches("^203\\.0\\.113\\.7 [0-9]+\n$", client.Output);
        for (var i = 0; i < 100 && (await Listeners()).Count > 0; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Empty(await Listeners());
        var other = await SallyportCommand.RunAsync("gate", "client", "1", "--config", Path.Combine(site.Folder, site.Login + ".conf"));
        Assert.Equal(1, other.ExitCode);
    }

    private async Task<List<int>> Listeners() =>
    [
        .. (await Run.MustAsync("/usr/sbin/ip", "netns", "pids", site.Edge)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)),
    ];
}
