using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EndToEnd.Gate;

/// <summary>Those who only want to know whether the door is there: a monitor that reads the banner, and HAProxy's check.</summary>
public sealed class MonitorTests
{
    [Fact]
    public async Task a_monitor_that_waits_for_the_banner_is_never_penalised()
    {
        await using var gate = await RunningGate.StartAsync(sections: "[penalties]\nfree = 0");
        for (var i = 0; i < 3; i++)
        {
            using var monitor = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await monitor.ConnectAsync(new IPEndPoint(IPAddress.Loopback, gate.Port), TestContext.Current.CancellationToken);
            var banner = new byte[100];
            var length = await monitor.ReceiveAsync(banner, TestContext.Current.CancellationToken);
            Assert.StartsWith("SSH-2.0-", Encoding.ASCII.GetString(banner, 0, length), StringComparison.Ordinal);
        }

        await gate.UntilLogAsync("reason=brief", 3);
        Assert.Equal("in\n", (await gate.SshAsync([], "echo in")).Output);
    }

    [Fact]
    public async Task haproxys_check_with_a_proxy_header_finds_the_gate_up()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/haproxy"), "haproxy is not installed");
        await using var gate = await RunningGate.StartAsync("accept-proxy = 127.0.0.0/8", "[strangers]\nrate = 1 per 1h burst 1\n[known]\nrate = 1 per 1h burst 1");
        var (front, file) = (Machine.FreePort.ForTcp(), gate.Folder + "/haproxy.cfg");
        await File.WriteAllTextAsync(file, $"""
            defaults
              mode tcp
              timeout connect 5s
              timeout client 60s
              timeout server 60s
              timeout check 5s
            frontend f
              bind 127.0.0.1:{front}
              default_backend b
            backend b
              option tcp-check
              tcp-check expect rstring SSH-2.0
              server gate 127.0.0.1:{gate.Port} send-proxy-v2 check check-send-proxy inter 200ms fall 1 rise 1

            """, TestContext.Current.CancellationToken);
        using var haproxy = Process.Start(new ProcessStartInfo("/usr/sbin/haproxy", ["-db", "-f", file]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = new StringBuilder();
        haproxy.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        haproxy.BeginErrorReadLine();
        haproxy.BeginOutputReadLine();
        try
        {
            await gate.UntilLogAsync("handed-over connection=", 4);
            var run = await gate.SshAsync(["-p", front.ToString(System.Globalization.CultureInfo.InvariantCulture)], "echo in");
            Assert.True(run.Output == "in\n", run + gate.Log);
            Assert.DoesNotContain("is DOWN", said.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("outcome=no-login", gate.Log, StringComparison.Ordinal);
        }
        finally
        {
            haproxy.Kill();
            await haproxy.WaitForExitAsync(CancellationToken.None);
        }
    }
}
