using System.Net.Sockets;
using System.Text;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Connections;

namespace Sallyport.Gate.Tests;

public sealed class PipelineTests
{
    private const string Patient = "[penalties]\nfree = 100\n[strangers]\nrate = none\ncps = none\nper-hour = 0\npending-per-source = 100\npending-per-network = 100\n";

    [Fact]
    public async Task a_client_that_speaks_ssh_goes_on_with_all_its_bytes_unread()
    {
        await using var gate = new GateHarness(Patient);
        using var client = await gate.ConnectAsync();
        await client.SendAsync("SSH-2.0-te"u8.ToArray());
        await client.SendAsync("st\r\nand more"u8.ToArray());
        await gate.UntilAsync(() => gate.Counters.HandedOver == 1);
        Assert.StartsWith("SSH-2.0-test\r\n", Encoding.ASCII.GetString(Assert.Single(gate.Backend.Given)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_silent_client_and_a_slow_one_go_on_after_the_wait()
    {
        await using var gate = new GateHarness(Patient + "[gate]\npeek-time = 300ms\n");
        using var silent = await gate.ConnectAsync();
        using var slow = await gate.ConnectAsync();
        await slow.SendAsync("SSH-2.0-sl"u8.ToArray());
        await gate.UntilAsync(() => gate.Counters.HandedOver == 2);
        Assert.Equal(["", "SSH-2.0-sl"], gate.Backend.Given.Select(Encoding.ASCII.GetString).Order());
    }

    [Theory]
    [InlineData("GET / HTTP/1.0\r\n\r\n", Refusal.NotSsh)]
    [InlineData("\u0016\u0003\u0001", Refusal.NotSsh)]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nSSH-2.0-x\r\n", Refusal.ProxyHeader)]
    [InlineData("\r\n\r\n\0\r\nQUIT\n", Refusal.ProxyHeader)]
    [InlineData("banner\r\nSSH-2.0-x\r\n", Refusal.NotSsh)]
    internal async Task what_is_no_ssh_client_is_refused(string sent, Refusal reason)
    {
        await using var gate = new GateHarness(Patient);
        using var client = await gate.ConnectAsync();
        await client.SendAsync(Encoding.Latin1.GetBytes(sent));
        await gate.UntilAsync(() => gate.Counters.Refused(reason) == 1);
        Assert.Empty(gate.Backend.Given);
        Assert.Equal(0, await gate.Loop.Ask(_ => gate.Admission.PendingInAll));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SSH-2.0-he")]
    public async Task a_client_that_resets_or_leaves_gives_its_place_back(string sent)
    {
        await using var gate = new GateHarness(Patient + "[gate]\npeek-time = 30s\n");
        using (var resetting = await gate.ConnectAsync())
        {
            await resetting.SendAsync(Encoding.ASCII.GetBytes(sent));
            await gate.UntilAsync(() => gate.Admission.PendingInAll == 1);
            resetting.LingerState = new LingerOption(enable: true, 0);
        }

        await gate.UntilAsync(() => gate.Counters.Refused(Refusal.Gone) == 1);
        using var leaving = await gate.ConnectAsync();
        await leaving.SendAsync(Encoding.ASCII.GetBytes(sent));
        leaving.Shutdown(SocketShutdown.Send);
        await gate.UntilAsync(() => gate.Counters.Refused(Refusal.Gone) == 2 && gate.Admission.PendingInAll == 0);
    }

    [Fact]
    public async Task a_refused_client_that_speaks_ssh_hears_why_and_one_that_does_not_hears_nothing()
    {
        await using var gate = new GateHarness("[penalties]\nfree = 0\n[gate]\npeek-time = 500ms\n");
        using (var scanner = await gate.ConnectAsync())
        {
            await scanner.SendAsync("\0\0\0\0"u8.ToArray());
            await gate.UntilAsync(() => gate.Counters.Refused(Refusal.NotSsh) == 1);
        }

        using var refused = await gate.ConnectAsync();
        await refused.SendAsync("SSH-2.0-OpenSSH_9.2\r\nfollowed by what it sends at once"u8.ToArray());
        Assert.Equal("sallyport: too many failed logins from your address; try again in 1m\r\n", await ReadToEndAsync(refused));

        using var silent = await gate.ConnectAsync();
        Assert.Equal("", await ReadToEndAsync(silent));
        await gate.UntilAsync(() => gate.Connections.All.Count == 0);
    }

    [Fact]
    public async Task reset_resets_and_a_tarpit_is_bounded()
    {
        await using var gate = new GateHarness("[penalties]\nfree = 0\n[actions]\npenalty = tarpit\ntarpits = 3\nnot-ssh = reset\n");
        using var scanner = await gate.ConnectAsync();
        await scanner.SendAsync("\0\0\0\0"u8.ToArray());
        await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(scanner));
        var stuck = new List<Socket>();
        for (var i = 0; i < 5; i++)
            stuck.Add(await gate.ConnectAsync());
        await gate.UntilAsync(() => gate.Counters.Refused(Refusal.Penalty) == 5);
        Assert.Equal(3, await gate.Loop.Ask(_ => gate.Connections.All.Count(connection => connection.Stage == Stage.Tarpit)));
        stuck.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task the_true_address_comes_from_a_listed_proxys_header_and_the_rules_use_it()
    {
        await using var gate = new GateHarness(Patient + "[gate]\naccept-proxy = 127.0.0.1\n");
        using var client = await gate.ConnectAsync();
        await client.SendAsync("PROXY TCP4 192.0.2.1 192.0.2.2 40000 22\r\nSSH-2.0-x\r\n"u8.ToArray());
        await gate.UntilAsync(() => gate.Counters.HandedOver == 1);
        Assert.Equal("192.0.2.1", await gate.Loop.Ask(_ => gate.Connections.All.Single().Source.ToString()));
        Assert.Equal("SSH-2.0-x\r\n", Encoding.ASCII.GetString(gate.Backend.Given.Single()));

        using var without = await gate.ConnectAsync();
        await without.SendAsync("SSH-2.0-x\r\n"u8.ToArray());
        await gate.UntilAsync(() => gate.Counters.Refused(Refusal.ProxyHeader) == 1);
        await gate.Loop.Ask(now => gate.Admission.Bans.TryAdd(System.Net.IPNetwork.Parse("192.0.2.1/32"), now.Seconds + 60, now));
        using var banned = await gate.ConnectAsync();
        await banned.SendAsync("PROXY TCP4 192.0.2.1 192.0.2.2 40001 22\r\nSSH-2.0-x\r\n"u8.ToArray());
        await gate.UntilAsync(() => gate.Counters.Refused(Refusal.Banned) == 1);
    }

    [Fact]
    public async Task clients_that_wait_for_nothing_but_the_peek_go_on_when_the_gate_stops()
    {
        GateHarness gate;
        Socket waiting;
        await using (gate = new GateHarness(Patient + "[gate]\npeek-time = 30s\n"))
        {
            waiting = await gate.ConnectAsync();
            await gate.UntilAsync(() => gate.Admission.PendingInAll == 1);
        }

        Assert.Single(gate.Backend.Given);
        waiting.Dispose();
    }

    [Fact]
    public async Task hostile_bytes_in_any_rhythm_leave_no_place_taken_and_no_connection_behind()
    {
        await using var gate = new GateHarness(Patient + "[gate]\npeek-time = 100ms\naccept-proxy = 127.0.0.0/8\n[actions]\nproxy-header = message\n");
        var random = new Random(20261120);
        byte[][] pieces =
        [
            "PROXY TCP4 192.0.2.1 192.0.2.2 40000 22\r\n"u8.ToArray(), "SSH-2.0-x\r\n"u8.ToArray(), "PROXY "u8.ToArray(), "\r\n\r\n\0\r\nQUIT\n!"u8.ToArray(),
            "SSH-"u8.ToArray(), [0], [], "\n"u8.ToArray(), new byte[600],
        ];
        for (var round = 0; round < 300; round++)
        {
            using var client = await gate.ConnectAsync();
            try
            {
                for (var i = random.Next(4); i > 0; i--)
                    await client.SendAsync(pieces[random.Next(pieces.Length)]);
                if (random.Next(3) == 0)
                    client.LingerState = new LingerOption(enable: true, 0);
                else if (random.Next(3) == 0)
                    client.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                // the gate was faster
            }
        }

        await gate.UntilAsync(() => gate.Counters.Accepted == 300 && gate.Connections.All.All(connection => connection.Stage == Stage.Running));
        Assert.Equal(gate.Backend.Given.Count, await gate.Loop.Ask(_ => gate.Admission.PendingInAll));
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var text = new StringBuilder();
        var buffer = new byte[1024];
        int read;
        while ((read = await socket.ReceiveAsync(buffer, limit.Token)) > 0)
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        return text.ToString();
    }
}
