using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EndToEnd.Gate;

public sealed class HandoverTests
{
    private const string Generous = "[penalties]\nfree = 100\n[strangers]\nrate = none\nper-hour = 0\ncps = none\npending-per-source = 200\npending-per-network = 200\n";

    [Fact]
    public async Task a_login_goes_through_and_sshd_knows_the_true_address()
    {
        await using var gate = await RunningGate.StartAsync();
        foreach (var source in new[] { "127.0.0.1", "127.3.4.5" })
        {
            var run = await gate.SshAsync(["-b", source], "echo $SSH_CONNECTION; ulimit -S -n; grep SigIgn /proc/self/status");
            Assert.True(run.ExitCode == 0, run.ToString() + gate.Log);
            var lines = run.Output.Split('\n');
            Assert.StartsWith(source + " ", lines[0], StringComparison.Ordinal);
            Assert.Equal("1024", lines[1]);
            Assert.EndsWith("0000000000000000", lines[2], StringComparison.Ordinal);
            Assert.Contains($"Accepted publickey for root from {source} port", gate.Log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task the_listener_is_not_root_and_can_gain_nothing()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root starts the listener as somebody else");
        await using var gate = await RunningGate.StartAsync();
        var status = await File.ReadAllLinesAsync($"/proc/{await gate.ListenerPidAsync()}/status", TestContext.Current.CancellationToken);
        Assert.Contains("Uid:\t65534\t65534\t65534\t65534", status);
        Assert.Contains("NoNewPrivs:\t1", status);
        foreach (var set in new[] { "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb" })
            Assert.Contains(set + ":\t0000000000000000", status);
    }

    [Fact]
    public async Task a_refused_client_sees_why_with_ssh_v()
    {
        await using var gate = await RunningGate.StartAsync(sections: "[strangers]\nrate = 1 per 10m burst 1");
        Assert.Equal(0, (await gate.SshAsync([], "true")).ExitCode);
        // The login has made this address a known one; another one is a stranger still.
        Assert.Equal(0, (await gate.SshAsync(["-b", "127.5.0.1"], "true")).ExitCode);
        var banned = await gate.GateCommandAsync("ban", "127.5.0.0/16", "--for", "5m");
        Assert.Equal("127.5.0.0/16 is banned for 5m\n", banned.Output);
        Assert.NotEqual(0, (await gate.SshAsync(["-b", "127.5.0.1"], "true")).ExitCode);
        Assert.Equal("1 bans and penalties lifted in 127.5.0.1\n", (await gate.GateCommandAsync("unban", "127.5.0.1")).Output);
        for (var i = 0; i < 2; i++)
            await gate.SshAsync(["-b", "127.6.0.1", "-o", "PubkeyAuthentication=no"], "true");
        var refused = await gate.SshAsync(["-v", "-b", "127.6.0.1"], "true");
        Assert.Contains("sallyport: too many connections from your address; try again in ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("refused source=127.6.0.1 ", gate.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_session_outlives_a_killed_listener_and_the_next_login_finds_a_new_one()
    {
        await using var gate = await RunningGate.StartAsync();
        using var session = gate.StartSsh("read line; echo got $line");
        await gate.UntilLogAsync("logged-in connection=");
        await RunningGate.SignalAsync("KILL", await gate.ListenerPidAsync());
        await gate.UntilLogAsync("listener-ended status=9");
        await gate.UntilLogAsync("started listen=", 2);
        var next = await gate.SshAsync([], "echo in");
        Assert.Equal("in\n", next.Output);
        await AssertAlive(session);
    }

    [Fact]
    public async Task a_new_sshd_that_does_not_pass_the_check_gets_nobody()
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-sshd-").FullName;
        try
        {
            File.Copy("/usr/sbin/sshd", folder + "/sshd");
            var (check, verdict) = (folder + "/check", folder + "/verdict");
            await File.WriteAllTextAsync(check, $"#!/bin/sh\nexit $(cat {verdict})\n", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(check, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await File.WriteAllTextAsync(verdict, "0", TestContext.Current.CancellationToken);
            await using var gate = await RunningGate.StartAsync($"sshd = {folder}/sshd\nsshd-check = {check}");
            Assert.Equal("in\n", (await gate.SshAsync([], "echo in")).Output);

            await File.WriteAllTextAsync(verdict, "1", TestContext.Current.CancellationToken);
            Assert.Equal("in\n", (await gate.SshAsync([], "echo in")).Output); // the file is as it was: nothing is checked
            File.SetLastWriteTimeUtc(folder + "/sshd", new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));
            for (var i = 0; i < 2; i++)
                Assert.Contains("the login server cannot accept you now", (await gate.SshAsync(["-v"], "true")).Error, StringComparison.Ordinal);
            Assert.Contains($"sshd-checked program={folder}/sshd outcome=failed", gate.Log, StringComparison.Ordinal);

            await File.WriteAllTextAsync(verdict, "0", TestContext.Current.CancellationToken);
            // Slower than the rate that strangers have, so that no refusal by that hides the check's.
            var run = await gate.SshAsync([], "true");
            for (var i = 0; i < 30 && run.ExitCode != 0; i++)
            {
                await Task.Delay(3000, TestContext.Current.CancellationToken);
                run = await gate.SshAsync([], "true");
            }
            Assert.Equal(0, run.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task an_upgrade_refuses_nobody_and_ends_no_session()
    {
        await using var gate = await RunningGate.StartAsync();
        using var session = gate.StartSsh("read line; echo got $line");
        await gate.UntilLogAsync("logged-in connection=");
        await RunningGate.SignalAsync("USR2", gate.Pid);
        var during = await gate.SshAsync([], "echo in");
        Assert.Equal("in\n", during.Output);
        await gate.UntilLogAsync("started listen=", 2);
        Assert.Contains("upgrading sessions=", gate.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("refused", gate.Log, StringComparison.Ordinal);
        await AssertAlive(session);
        var status = await gate.GateCommandAsync("status");
        Assert.True(status.ExitCode == 0, status.Error);
    }

    [Fact]
    public async Task a_stop_ends_no_session_and_saves_the_state()
    {
        await using var gate = await RunningGate.StartAsync();
        using var session = gate.StartSsh("read line; echo got $line");
        await gate.UntilLogAsync("logged-in connection=");
        await RunningGate.SignalAsync("TERM", gate.Pid);
        await gate.UntilLogAsync("stopped sessions=1");
        await AssertAlive(session);
        Assert.Contains("good-host 127.0.0.1 ", await File.ReadAllTextAsync(gate.Folder + "/run/state", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sshd = /nonexistent/sshd", "not started, errno 2")]
    [InlineData("sshd-arguments = -i -e -f /nonexistent/sshd_config", "ended at once")]
    public async Task an_sshd_that_cannot_start_is_said_to_the_client_and_logged(string setting, string logged)
    {
        await using var gate = await RunningGate.StartAsync(setting);
        for (var i = 0; i < 3; i++)
        {
            var run = await gate.SshAsync(["-v"], "true");
            Assert.Contains("sallyport: the login server cannot accept you now", run.Error, StringComparison.Ordinal);
        }

        Assert.Contains("backend-failed", gate.Log, StringComparison.Ordinal);
        Assert.Contains(logged, gate.Log, StringComparison.Ordinal);
        Assert.Contains("\"backend\": 3", (await gate.GateCommandAsync("status", "--json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task without_descriptors_the_gate_refuses_and_recovers_by_itself()
    {
        await using var gate = await RunningGate.StartAsync("peek-time = 30s", Generous + "[limits]\npending = 5000\n", "prlimit", "--nofile=150:150");
        var held = new List<Socket>();
        for (var i = 0; i < 190; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, gate.Port), TestContext.Current.CancellationToken);
            held.Add(socket);
        }

        await gate.UntilLogAsync("no-descriptors");
        held.ForEach(socket => socket.Dispose());
        await gate.UntilLogAsync("reason=gone");
        var run = await gate.SshAsync([], "echo in");
        Assert.True(run.Output == "in\n", run + gate.Log);
    }

    /// <summary>Also by a gate that was started where SIGHUP is ignored, as below nohup.</summary>
    [Theory]
    [InlineData]
    [InlineData("nohup")]
    public async Task lists_are_loaded_anew_and_a_wrong_list_changes_nothing(params string[] prefix)
    {
        var list = Path.GetTempFileName();
        await Machine.Run.MustAsync("chmod", "644", list);
        await using var gate = await RunningGate.StartAsync(sections: $"[lists]\ndeny = {list}\n[actions]\ndeny-list = message", prefix: prefix);
        Assert.Equal(0, (await gate.SshAsync(["-b", "127.8.0.1"], "true")).ExitCode);
        await File.WriteAllTextAsync(list, "127.8.0.0/16\n", TestContext.Current.CancellationToken);
        await RunningGate.SignalAsync("HUP", gate.Pid);
        await gate.UntilLogAsync("reloaded deny=1 allow=0");
        var refused = await gate.SshAsync(["-v", "-b", "127.8.0.1"], "true");
        Assert.Contains("sallyport: your address may not log in here", refused.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(list, "nonsense\n", TestContext.Current.CancellationToken);
        await RunningGate.SignalAsync("HUP", gate.Pid);
        await gate.UntilLogAsync($"not-reloaded fault=\"{list}:1: this is not a network");
        Assert.Equal(255, (await gate.SshAsync(["-b", "127.8.0.1"], "true")).ExitCode);
        File.Delete(list);
    }

    [Needs("systemd-socket-activate")]
    [Fact]
    public async Task sockets_of_systemd_are_taken_over()
    {
        var port = Machine.FreePort.ForTcp();
        await using var gate = await RunningGate.StartAsync(port, "systemd-socket-activate", "-l", $"127.0.0.1:{port}");
        var run = await gate.SshAsync([], "echo in");
        Assert.True(run.Output == "in\n", run + gate.Log);
        Assert.Contains($"started listen=127.0.0.1:{port}", gate.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task faults_of_the_configuration_come_all_at_once_and_nothing_starts()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "[gate]\nlisten = 22\nbackedn = sshd\n[lists]\ndeny = /nonexistent/deny\n", TestContext.Current.CancellationToken);
        var run = await Machine.SallyportCommand.RunAsync("gate", "--config", path);
        File.Delete(path);
        Assert.Equal(3, run.ExitCode);
        Assert.Equal(3, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"{path}:3: there is no key 'backedn' in [gate]; did you mean 'backend'?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task without_a_gate_its_commands_say_so()
    {
        await using var gate = await RunningGate.StartAsync();
        await RunningGate.SignalAsync("TERM", gate.Pid);
        await gate.UntilLogAsync("stopped");
        var run = await gate.GateCommandAsync("status");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("no gate answers at", run.Error, StringComparison.Ordinal);
    }

    private static async Task AssertAlive(Process session)
    {
        await session.StandardInput.WriteLineAsync("it");
        Assert.Equal("got it", await session.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await session.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, session.ExitCode);
    }
}
