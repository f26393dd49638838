using System.Net.Sockets;
using System.Text;
using EndToEnd.Machine;
using EndToEnd.Outside;
using Sallyport.Authority.Tests;

namespace EndToEnd.Gate;

public sealed class ResultsTests
{
    [Fact]
    public async Task the_authoritys_results_penalise_and_pardon_and_the_metrics_count_them()
    {
        var cancel = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("sallyport-feed-").FullName;
        using var authority = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        authority.Bind(new UnixDomainSocketEndPoint(folder + "/authority.sock"));
        authority.Listen();
        await Run.MustAsync("chmod", "-R", "a+rwX", folder);
        var metrics = FreePort.ForTcp();
        await using var gate = await RunningGate.StartAsync($"authority = unix:{folder}/authority.sock\nmetrics = 127.0.0.1:{metrics}");
        using (var feed = await authority.AcceptAsync(cancel))
        {
            await feed.ReceiveAsync(new byte[4096], cancel);
            await feed.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n"), cancel);
            await gate.UntilLogAsync("authority-connected");
            for (var i = 0; i < 4; i++)
                await feed.SendAsync(Encoding.ASCII.GetBytes("{\"at\":\"2026-11-20T18:30:00Z\",\"outcome\":\"wrong-user\",\"source\":\"127.7.0.1\"}\n"), cancel);
            await gate.UntilLogAsync("outcome source=127.7.0.1 outcome=wrong-user", 4);
            var refused = await gate.SshAsync(["-v", "-b", "127.7.0.1"], "true");
            Assert.Contains("sallyport: too many failed logins from your address; try again in ", refused.Error, StringComparison.Ordinal);
            Assert.Contains("127.7.0.1", (await gate.GateCommandAsync("status")).Output, StringComparison.Ordinal);

            await feed.SendAsync(Encoding.ASCII.GetBytes("{\"at\":\"2026-11-20T18:31:00Z\",\"outcome\":\"success\",\"source\":\"127.7.0.1\"}\n"), cancel);
            await gate.UntilLogAsync("outcome source=127.7.0.1 outcome=success");
            Assert.Equal(0, (await gate.SshAsync(["-b", "127.7.0.1"], "true")).ExitCode);
            Assert.Contains("lane=known", gate.Log, StringComparison.Ordinal);
        }

        await gate.UntilLogAsync("authority-lost");
        Assert.Equal(0, (await gate.SshAsync([], "true")).ExitCode);
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri($"http://127.0.0.1:{metrics}/metrics"), cancel);
        Assert.Contains("sallyport_gate_outcomes_total{outcome=\"wrong-user\"} 4\n", text, StringComparison.Ordinal);
        Assert.Contains("sallyport_gate_refused_total{reason=\"penalty\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("sallyport_gate_hand_over_seconds_count 2\n", text, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task a_gate_elsewhere_reads_a_real_authoritys_results_over_https_with_a_token()
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-edge-").FullName;
        try
        {
            await File.WriteAllTextAsync(folder + "/token", Guid.NewGuid().ToString("N") + "\n", TestContext.Current.CancellationToken);
            var port = FreePort.ForTcp();
            await using var authority = await TestAuthority.StartAsync(SteppedClock.Running(), "off", $"[portal]\nlisten = 127.0.0.1:{port}\nurl = https://localhost:{port}\n[gate edge]\ntoken-file = {folder}/token");
            File.Copy(authority.RootFile, folder + "/ca.pem");
            await Run.MustAsync("chmod", "-R", "a+rX", folder);
            var feed = $"authority = https://localhost:{port}\nauthority-token = {folder}/token";

            await using (var distrustful = await RunningGate.StartAsync(feed))
                await distrustful.UntilLogAsync("authority-lost");

            await using var gate = await RunningGate.StartAsync(feed + $"\nauthority-ca = {folder}/ca.pem");
            await gate.UntilLogAsync($"authority-connected address=https://localhost:{port}/");
            using var guesser = new RadiusConversation(authority.RadiusPort, await authority.RadiusSecretAsync(), "nobody-at-all", "127.9.0.1");
            await guesser.BeginAsync();
            for (var i = 0; i < 3; i++)
                await guesser.SendAsync("123456");
            await gate.UntilLogAsync("outcome source=127.9.0.1 outcome=wrong-code", 3);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
