using System.Diagnostics;
using System.Text.Json;
using EndToEnd.Machine;

namespace EndToEnd.Laptop;

/// <summary>Up, down and what can go wrong with a session, with the machine's own ssh and sshd.</summary>
[Collection(Alone.Name)]
public sealed class RideTests(Site site) : IClassFixture<Site>, IAsyncLifetime
{
    // What hangs does so until it is killed, after 90 seconds; all below that may be this machine starting programs.
    private static readonly TimeSpan NeverHangs = TimeSpan.FromSeconds(60);

    private bool wasInside;

    public async ValueTask InitializeAsync() => await site.Outside(site.Command, "down");

    public async ValueTask DisposeAsync()
    {
        await site.Outside(site.Command, "down");
        // A monitor inside would take the next test's session for its own, and bring it back from inside when that is killed.
        if (wasInside)
            await Until(() => Task.FromResult(NobodyKeepsWatch()));
        site.Prompts();
    }

    [Needs("rsync")]
    [Theory]
    [InlineData("plain")]
    [InlineData("command")]
    public async Task Without_a_session_a_program_gets_one_clear_line_and_no_login_is_begun(string way)
    {
        var knocks = site.KnocksAtTheDoor();
        foreach (var command in (string[][])[["ssh", "dora", "true"], ["scp", "/etc/hostname", "dora:"], ["sftp", "-b", "/dev/null", "dora"], ["rsync", "-e", "ssh", "x", "dora:"]])
        {
            if (way == "command" && command[0] == "rsync") continue;
            var run = way == "plain" ? await site.Outside(command) : await site.Outside([site.Command, .. command]);
            Assert.NotEqual(0, run.ExitCode);
            var lines = run.Error.Split('\n').Where(line => line.Contains("ssh-with-2fa up", StringComparison.Ordinal)).ToArray();
            Assert.Single(lines);
            if (command[0] == "ssh") Assert.Equal(lines[0] + "\n", run.Error);
        }
        Assert.Equal(knocks, site.KnocksAtTheDoor());
    }

    [Fact]
    public async Task A_plain_ssh_at_a_terminal_becomes_the_session()
    {
        var first = await site.OutsideAtTerminal("ssh", "dora", "echo $SSH_CONNECTION");
        Assert.Contains("198.51.100.2", first.Output, StringComparison.Ordinal);
        Assert.Equal((1, 1), site.Prompts());
        await Until(() => Task.FromResult(File.Exists(site.Runtime + "/session.conf")));
        var second = await site.Outside("ssh", "dora", "echo second");
        Assert.Equal((0, "second\n"), (second.ExitCode, second.Output));
        await Until(async () => (await site.Outside("sh", "-c", "echo hi | timeout 5 socat -t 5 - TCP:127.0.0.1:12143")).Output == "hi\n");
    }

    [Fact]
    public async Task Down_ends_a_session_that_a_plain_ssh_has_only_just_begun()
    {
        await Site.Must(await site.OutsideAtTerminal("ssh", "dora", "true"));
        Assert.Contains("has ended", (await site.Outside(site.Command, "down")).Error, StringComparison.Ordinal);
        Assert.Equal(255, (await site.Outside("ssh", "dora", "true")).ExitCode);
    }

    [Theory]
    [InlineData("scp", "scp", "/etc/hostname", "dora:hostname")]
    [InlineData("sftp", "sftp", "dora:hostname")]
    public async Task Started_by_the_command_at_a_terminal_even_a_copy_raises_the_session(string name, params string[] command)
    {
        await Machine.Run.MustAsync("install", "-o", site.Server, "/etc/hostname", site.ServerHome + "/hostname");
        await Site.Must(await site.OutsideAtTerminal([site.Command, .. command]));
        Assert.Equal((1, 1), site.Prompts());
        Assert.NotEmpty(name);
        Assert.Equal(0, (await site.Outside(site.Command, "status")).ExitCode);
    }

    [Needs("strace")]
    [Fact]
    public async Task Riding_with_the_session_up_starts_no_program_of_ours()
    {
        await Up();
        var traced = await site.Outside("strace", "-f", "-e", "trace=execve", "ssh", "dora", "true");
        if (traced.ExitCode == 127) return; // strace is not everywhere; the bench measures the same by time
        Assert.DoesNotContain("ssh-with-2fa\"", traced.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exit_status_and_signals_are_sshs_own()
    {
        await Up();
        Assert.Equal(7, (await site.Outside(site.Command, "ssh", "dora", "exit 7")).ExitCode);
        Assert.Equal(255, (await site.Outside(site.Command, "ssh", "dora", "kill -9 $$")).ExitCode);
        // timeout's own 124 shows that the TERM reached ssh and ended it.
        Assert.Equal(124, (await site.Outside("timeout", "2", site.Command, "ssh", "dora", "sleep 60")).ExitCode);
    }

    [Fact]
    public async Task A_dead_master_is_found_out_and_cleared_at_once()
    {
        await Up();
        await Machine.Run.MustAsync("kill", "-9", (await Status()).GetProperty("process").ToString());
        var watch = Stopwatch.StartNew();
        var run = await site.Outside(site.Command, "ssh", "dora", "true");
        Assert.Equal(255, run.ExitCode);
        Assert.Contains("no session with dora is up", run.Error, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, NeverHangs);
        await Until(() => Task.FromResult(!File.Exists(site.Runtime + "/session.conf")));
    }

    [Fact]
    public async Task Plain_ssh_on_a_dead_master_says_what_to_do()
    {
        await Up();
        await Machine.Run.MustAsync("kill", "-9", (await Status()).GetProperty("process").ToString());
        var run = await site.Outside("ssh", "dora", "true");
        Assert.Equal(255, run.ExitCode);
        Assert.Contains("ssh-with-2fa up", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_moves_the_forward_or_drops_it_as_the_profile_says()
    {
        using var holder = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", site.OutsideNamespace, "python3", "-c", """
            import socket, time
            held = []
            for port in (12022, 12631, 13080):
                s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", port)); s.listen(1); held.append(s)
            print("held", flush=True); time.sleep(60)
            """]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        try
        {
            Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            var up = await site.OutsideAtTerminal(site.Command, "up");
            Assert.Contains("local port 12022 is in use: ssh is at 12023 today", up.Output, StringComparison.Ordinal);
            Assert.Contains("no cups today", up.Output, StringComparison.Ordinal);
            var forwards = (await Status()).GetProperty("forwards").EnumerateArray().ToDictionary(forward => forward.GetProperty("name").GetString()!, forward => forward.GetProperty("local-port").GetInt32(), StringComparer.Ordinal);
            Assert.Equal(12023, forwards["ssh"]);
            Assert.Equal(12143, forwards["imap"]);
            Assert.Equal(13081, forwards["socks"]);
            Assert.DoesNotContain("cups", forwards.Keys);
        }
        finally
        {
            holder.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task More_commands_than_the_server_takes_channels_still_work()
    {
        if (!File.Exists(site.Home + "/.ssh/id_ed25519")) await site.MakeKey();
        await Up();
        foreach (var old in Directory.GetFiles(site.ServerHome, "started-*")) File.Delete(old);
        File.Delete(site.ServerHome + "/go");
        var all = Task.WhenAll(Enumerable.Range(0, 13).Select(i => site.Outside("ssh", "dora", $"touch started-{i}; until [ -e go ]; do sleep 0.1; done; echo done {i}")));
        // Only when each has begun may the first end: so all were there at once, however slow this machine is.
        await Until(() => Task.FromResult(Directory.GetFiles(site.ServerHome, "started-*").Length == 13));
        await File.WriteAllTextAsync(site.ServerHome + "/go", "", TestContext.Current.CancellationToken);
        var runs = await all;
        for (var i = 0; i < runs.Length; i++) Assert.True(runs[i].Output == $"done {i}\n", runs[i].ToString());
        Assert.Contains(runs, run => run.Error.Contains("Session open refused", StringComparison.Ordinal));
        Assert.Equal((1, 1), site.Prompts());
    }

    [Fact]
    public async Task Another_inside_host_is_reached_by_name_by_jump_and_by_forward()
    {
        if (!File.Exists(site.Home + "/.ssh/id_ed25519")) await site.MakeKey();
        await Up();
        await Says("10.77.1.3 22", await site.Outside("ssh", "savona", "echo $SSH_CONNECTION"));
        await Says("10.77.1.3 22", await site.Outside(site.Command, "ssh", "savona", "echo $SSH_CONNECTION"));
        await Says("10.77.1.3 22", await site.Outside("ssh", "-o", "HostKeyAlias=savona", "-o", $"UserKnownHostsFile={site.Home}/.config/ssh-with-2fa/known_hosts", "-J", "dora", site.Server + "@10.77.1.3", "echo $SSH_CONNECTION"));
        await Says("10.77.1.3 22", await site.Outside("ssh", "-J", "dora", "savona", "echo $SSH_CONNECTION"));
        await Site.Must(await site.Outside("scp", "-J", "dora", "/etc/hostname", "savona:by-jump"));
        await Site.Must(await site.Outside("sftp", "-b", "/dev/null", "-J", "dora", "savona"));
        await Site.Must(await site.Outside("ssh", "-fN", "-L", "14022:10.77.1.3:22", "dora"));
        await Says("10.77.1.3 22", await site.Outside("ssh", "-p", "14022", "-o", "HostKeyAlias=savona", "-o", $"UserKnownHostsFile={site.Home}/.config/ssh-with-2fa/known_hosts", site.Server + "@127.0.0.1", "echo $SSH_CONNECTION"));
        Assert.Equal((1, 1), site.Prompts());
    }

    [Fact]
    public async Task Another_persons_login_never_rides_on_this_session()
    {
        await Up();
        var run = await site.Outside("ssh", "-o", "BatchMode=yes", "root@dora", "true");
        Assert.Equal(255, run.ExitCode);
        Assert.Contains("Permission denied", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inside_no_code_is_asked()
    {
        wasInside = true;
        if (!File.Exists(site.Home + "/.ssh/id_ed25519")) await site.MakeKey();
        var knocks = site.KnocksAtTheDoor();
        await Says("10.77.1.100", await site.Inside("ssh", "dora", "echo $SSH_CONNECTION"));
        // By now the first call may have become the session; then this one comes through it.
        await Says("10.77.1.2 22", await site.Inside(site.Command, "ssh", "dora", "echo $SSH_CONNECTION"));
        await Says("10.77.1.3", await site.Inside("ssh", "savona", "echo $SSH_CONNECTION"));
        Assert.Equal((0, 0), site.Prompts());
        Assert.Equal(knocks, site.KnocksAtTheDoor());
        await site.Inside(site.Command, "down");
    }

    [Fact]
    public async Task An_idle_session_ends_by_itself_when_its_owner_wants_that()
    {
        var settings = site.Home + "/.config/ssh-with-2fa/settings";
        var before = await File.ReadAllTextAsync(settings, TestContext.Current.CancellationToken);
        try
        {
            await site.Write(settings, before + "idle = 2s\n");
            await Up();
            // Asking for the status would count as use.
            await Until(() => Task.FromResult(!File.Exists(site.Runtime + "/session.conf")));
            // The files go first, the master a moment later.
            await Until(async () => (await site.Outside(site.Command, "status")).ExitCode != 0);
        }
        finally
        {
            await site.Write(settings, before);
        }
    }

    [Fact]
    public async Task Only_the_programs_that_the_careful_share_with_ride()
    {
        var settings = site.Home + "/.config/ssh-with-2fa/settings";
        var before = await File.ReadAllTextAsync(settings, TestContext.Current.CancellationToken);
        try
        {
            await site.Write(settings, before + "share = scp,git\n");
            await Up();
            await Site.Must(await site.Outside(site.Command, "scp", "/etc/hostname", "dora:shared"));
            var shell = await site.Outside(site.Command, "ssh", "dora", "true");
            Assert.NotEqual(0, shell.ExitCode);
            Assert.NotEmpty(shell.Error);
            Assert.NotEqual(0, (await site.Outside("ssh", "-o", "BatchMode=yes", "dora", "true")).ExitCode);
            Assert.Equal((1, 1), site.Prompts());
        }
        finally
        {
            await site.Write(settings, before);
        }
    }

    [Fact]
    public async Task Inside_with_a_key_a_session_that_died_comes_back_by_itself()
    {
        wasInside = true;
        if (!File.Exists(site.Home + "/.ssh/id_ed25519")) await site.MakeKey();
        // The monitor of an earlier session outside would watch this one too, and see no inside from there.
        await Until(() => Task.FromResult(NobodyKeepsWatch()));
        await Site.Must(await site.Inside(site.Command, "up"));
        var first = (await Status()).GetProperty("process").ToString();
        await Machine.Run.MustAsync("kill", "-9", first);
        // Whoever asks first finds a dead session and clears it; so nobody asks here.
        var file = site.Runtime + "/session";
        await Until(async () => File.Exists(file) && !(await File.ReadAllTextAsync(file)).Contains($"\tdora\t{first}\t", StringComparison.Ordinal));
        Assert.Equal("back\n", (await site.Inside("ssh", "dora", "echo back")).Output);
        Assert.Equal((0, 0), site.Prompts());
    }

    [Fact]
    public async Task Status_shows_who_rides()
    {
        await Up();
        var sleeping = site.Outside("ssh", "dora", "sleep 4");
        await Until(async () => (await Status()).GetProperty("used-by").EnumerateArray().Any(rider => rider.GetProperty("through").GetString() == "the control socket"));
        await sleeping;
    }

    [Fact]
    public async Task The_runtime_directory_is_the_persons_alone()
    {
        await Up();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(site.Runtime));
    }

    private bool NobodyKeepsWatch()
    {
        try
        {
            using var watch = new FileStream(site.Runtime + "/keeper", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Task Says(string expected, Run run)
    {
        Assert.True(run.ExitCode == 0 && run.Output.Contains(expected, StringComparison.Ordinal), run.ToString());
        return Task.CompletedTask;
    }

    private async Task Up() => await Site.Must(await site.OutsideAtTerminal(site.Command, "up"));

    private async Task<JsonElement> Status() => JsonDocument.Parse((await site.Outside(site.Command, "status", "--json")).Output).RootElement;

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await holds()) return;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        Assert.Fail("it did not come about within a minute");
    }
}
