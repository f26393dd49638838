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
        await gate.UntilAsync(() => gate.Admission.PendingInAll == 2);
        Assert.Empty(gate.Backend.Given);
        await gate.PassAsync(TimeSpan.FromMilliseconds(301));
        await gate.UntilAsync(() => gate.Counters.HandedOver == 2);
        Assert.Equal(["", "SSH-2.0-sl"], gate.Backend.Given.Select(Encoding.ASCII.GetString).Order());
    }

    [Theory]
    [InlineData("GET / HTTP/1.0\r\n\r\n", AdmissionRefusal.NotSsh)]
    [InlineData("\u0016\u0003\u0001", AdmissionRefusal.NotSsh)]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nSSH-2.0-x\r\n", AdmissionRefusal.ProxyHeader)]
    [InlineData("\r\n\r\n\0\r\nQUIT\n", AdmissionRefusal.ProxyHeader)]
    [InlineData("banner\r\nSSH-2.0-x\r\n", AdmissionRefusal.NotSsh)]
    internal async Task what_is_no_ssh_client_is_refused(string sent, AdmissionRefusal reason)
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

        await gate.UntilAsync(() => gate.Counters.Refused(AdmissionRefusal.Gone) == 1);
        using var leaving = await gate.ConnectAsync();
        await leaving.SendAsync(Encoding.ASCII.GetBytes(sent));
        leaving.Shutdown(SocketShutdown.Send);
        await gate.UntilAsync(() => gate.Counters.Refused(AdmissionRefusal.Gone) == 2 && gate.Admission.PendingInAll == 0);
    }

    [Fact]
    public async Task a_refused_client_that_speaks_ssh_hears_why_and_one_that_does_not_hears_nothing()
    {
        await using var gate = new GateHarness("[penalties]\nfree = 0\n[gate]\npeek-time = 500ms\n");
        using (var scanner = await gate.ConnectAsync())
        {
            await scanner.SendAsync("\0\0\0\0"u8.ToArray());
            await gate.UntilAsync(() => gate.Counters.Refused(AdmissionRefusal.NotSsh) == 1);
        }

        using var refused = await gate.ConnectAsync();
        await refused.SendAsync("SSH-2.0-OpenSSH_9.2\r\nfollowed by what it sends at once"u8.ToArray());
        Assert.Equal("sallyport: too many failed logins from your address; try again in 1m\r\n", await ReadToEndAsync(refused));

        using var silent = await gate.ConnectAsync();
        await gate.UntilAsync(() => gate.Counters.Refused(AdmissionRefusal.Penalty) == 2);
        await gate.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("", await ReadToEndAsync(silent));
        await gate.UntilAsync(() => gate.Connections.All.Count == 0, TimeSpan.FromSeconds(1));
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
        await gate.UntilAsync(() => gate.Counters.Refused(AdmissionRefusal.Penalty) == 5);
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
        await gate.UntilAsync(() => gate.Counters.Refused(AdmissionRefusal.ProxyHeader) == 1);
        await gate.Loop.Ask(now => gate.Admission.Bans.TryAdd(System.Net.IPNetwork.Parse("192.0.2.1/32"), now.Seconds + 60, now));
        using var banned = await gate.ConnectAsync();
        await banned.SendAsync("PROXY TCP4 192.0.2.1 192.0.2.2 40001 22\r\nSSH-2.0-x\r\n"u8.ToArray());
        await gate.UntilAsync(() => gate.Counters.Refused(AdmissionRefusal.Banned) == 1);
    }

    [Theory]
    [InlineData("PROXY UNKNOWN\r\n", false)]
    [InlineData("\r\n\r\n\0\r\nQUIT\n\u0020\0\0\0", true)]
    public async Task a_proxys_own_check_gets_the_banner_at_once_without_rates_and_penalties_and_says_nothing_about_its_address(string header, bool passes)
    {
        await using var gate = new GateHarness(
            "[penalties]\nfree = 0\n[strangers]\nrate = 1 per 1h burst 1\n[known]\nrate = 1 per 1h burst 1\n[gate]\naccept-proxy = 127.0.0.1\n", GateHarness.SessionsSeen.All);
        await gate.ReportAsync("127.0.0.1", LoginOutcome.WrongCode);
        for (var i = 1; i <= 5; i++)
        {
            using var check = await gate.ConnectAsync();
            await check.SendAsync(Encoding.Latin1.GetBytes(header));
            if (!passes)
            {
                await gate.UntilAsync(() => gate.Counters.Refused(AdmissionRefusal.ProxyHeader) == i);
                continue;
            }

            await gate.UntilAsync(() => gate.Backend.Connections.Count == i);
            await gate.PassAsync(TimeSpan.FromSeconds(5));
            gate.Backend.End(gate.Backend.Connections[^1]);
            await gate.UntilAsync(() => gate.Connections.All.Count == 0);
        }

        Assert.Equal(0, gate.Counters.Outcomes(LoginOutcome.NoLogin));
        Assert.Equal(0, await gate.Loop.Ask(_ => gate.Admission.PendingInAll + gate.Admission.GoodHosts.Count));
    }

    [Fact]
    public async Task a_monitor_that_waits_for_the_banner_and_leaves_is_no_failed_login()
    {
        await using var gate = new GateHarness(Patient, GateHarness.SessionsSeen.All);
        using var monitor = await gate.ConnectAsync();
        await gate.UntilAsync(() => gate.Admission.PendingInAll == 1);
        await gate.UntilAsync(() => gate.Backend.Connections.Count == 1, TimeSpan.FromMilliseconds(500));
        await gate.PassAsync(TimeSpan.FromMilliseconds(200));
        gate.Backend.End(gate.Backend.Connections[0]);
        await gate.UntilAsync(() => gate.Connections.All.Count == 0);
        Assert.Equal(0, gate.Counters.Outcomes(LoginOutcome.NoLogin));
    }

    [Fact]
    public async Task thirty_guesses_at_a_password_from_a_trusted_network_make_no_success_and_a_penalty()
    {
        await using var gate = new GateHarness(
            "[lists]\ntrusted = 127.0.0.0/8\n[known]\nrate = none\n[strangers]\nrate = none\n", GateHarness.SessionsSeen.All);
        await gate.FeedAsync(isUp: true);
        var refused = 0;
        for (var i = 0; i < 30; i++)
        {
            using var guesser = await gate.ConnectAsync();
            await guesser.SendAsync("SSH-2.0-guess\r\n"u8.ToArray());
            var before = gate.Backend.Connections.Count;
            await gate.UntilAsync(() => gate.Counters.Accepted == i + 1 && (gate.Backend.Connections.Count + gate.Counters.Refused(AdmissionRefusal.Penalty)) == i + 1);
            if (gate.Backend.Connections.Count == before && gate.Counters.Refused(AdmissionRefusal.Penalty) > refused)
            {
                refused++;
                continue;
            }

            var connection = gate.Backend.Connections[^1];
            await gate.UntilAsync(() => gate.Connections.Find(connection)?.Stage == Stage.Running);
            await gate.ReportAsync("127.0.0.1", LoginOutcome.PasswordNext);
            await gate.PassAsync(TimeSpan.FromSeconds(3));
            gate.Backend.End(connection);
            await gate.UntilAsync(() => gate.Connections.Find(connection) is null);
        }

        Assert.Equal(0, await gate.Loop.Ask(_ => gate.Admission.GoodHosts.Count + gate.Admission.GoodNetworks.Count));
        Assert.Equal(0, gate.Counters.LoggedIn);
        Assert.Equal(4, gate.Counters.Outcomes(LoginOutcome.NoLogin));
        Assert.Equal(26, refused);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task after_a_right_code_only_a_session_makes_a_source_known(bool passwordIsRight, int known)
    {
        await using var gate = new GateHarness(Patient, GateHarness.SessionsSeen.All);
        await gate.FeedAsync(isUp: true);
        using var client = await gate.ConnectAsync();
        await client.SendAsync("SSH-2.0-x\r\n"u8.ToArray());
        await gate.UntilAsync(() => gate.Counters.HandedOver == 1);
        await gate.ReportAsync("127.0.0.1", LoginOutcome.PasswordNext);
        Assert.Equal(0, await gate.Loop.Ask(_ => gate.Admission.GoodHosts.Count));
        if (passwordIsRight)
            gate.Backend.LogIn(gate.Backend.Connections[0]);
        await gate.UntilAsync(() => gate.Counters.LoggedIn == known, TimeSpan.FromMilliseconds(100));
        await gate.PassAsync(TimeSpan.FromSeconds(2));
        gate.Backend.End(gate.Backend.Connections[0]);
        await gate.UntilAsync(() => gate.Connections.All.Count == 0);
        Assert.Equal((known, 1L - known), (await gate.Loop.Ask(_ => gate.Admission.GoodHosts.Count), gate.Counters.Outcomes(LoginOutcome.NoLogin)));
    }

    /// <summary>OpenSSH 10 ends an unfinished login up to four seconds after its LoginGraceTime.</summary>
    [Fact]
    public async Task what_sshd_still_waits_for_is_not_logged_in()
    {
        await using var gate = new GateHarness(Patient + "[gate]\nlogin-grace = 20s\n", GateHarness.SessionsSeen.All);
        using var client = await gate.ConnectAsync();
        await client.SendAsync("SSH-2.0-x\r\n"u8.ToArray());
        await gate.UntilAsync(() => gate.Counters.HandedOver == 1);
        await gate.PassAsync(TimeSpan.FromSeconds(24.5));
        gate.Backend.End(gate.Backend.Connections[0]);
        await gate.UntilAsync(() => gate.Connections.All.Count == 0);
        Assert.Equal((0L, 1L), (gate.Counters.LoggedIn, gate.Counters.Outcomes(LoginOutcome.NoLogin)));
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

        await gate.UntilAsync(() => gate.Counters.Accepted == 300 && gate.Connections.All.All(connection => connection.Stage == Stage.Running), TimeSpan.FromMilliseconds(50));
        Assert.Equal(gate.Backend.Given.Count, await gate.Loop.Ask(_ => gate.Admission.PendingInAll));
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var text = new StringBuilder();
        var buffer = new byte[1024];
        int read;
        while ((read = await socket.ReceiveAsync(buffer, limit.Token)) > 0)
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        return text.ToString();
    }
}
