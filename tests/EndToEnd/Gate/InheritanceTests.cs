using System.Diagnostics;
using System.Globalization;

namespace EndToEnd.Gate;

/// <summary>What the gate inherits, from systemd or from its unit, and what becomes of it.</summary>
public sealed class InheritanceTests
{
    private const string Show = """
        echo umask $(umask); ulimit -S -a | sed 's/^/soft /'; ulimit -H -a | sed 's/^/hard /'; env | grep -v -e '^SSH_' -e '^PPID=' -e '^_=' | sort
        echo oom $(cat /proc/self/oom_score_adj); echo nice $(nice); chrt -p $$ | sed 's/pid [0-9]*/pid/'; ionice -p $$; taskset -p $$ | sed 's/pid [0-9]*/pid/'
        echo slack $(cat /proc/$$/timerslack_ns); pwd; for f in /proc/$$/fd/*; do echo fd ${f##*/}; done
        grep -E '^(Groups|NoNewPrivs|Seccomp|Sig|Shd|Cap|Cpus_allowed|Mems_allowed|Speculation|NStgid)' /proc/self/status | grep -v -e SigQ -e NStgid
        """;

    /// <summary>
    /// A unit with everything odd that an administrator may have written into it, and one that sets nothing. Soft limits only: to raise a hard one
    /// again takes CAP_SYS_RESOURCE, which containers withhold.
    /// </summary>
    private static readonly string[] OddUnit =
    [
        "sh", "-c",
        "umask 0077; export LANG=xx_XX LD_LIBRARY_PATH=/nowhere SECRET=1; echo 321 > /proc/self/oom_score_adj; "
        + "exec prlimit --core=4096: --nproc=5000: --fsize=99999744: --stack=4194304: --memlock=65536: --nofile=700: --sigpending=77: "
        + "nice -n 7 ionice -c 3 taskset -c 0 chrt --batch 0 \"$@\"",
        "unit",
    ];

    private static readonly string[] PlainUnit =
        ["sh", "-c", "umask 0022; exec prlimit --core=0: --nofile=1024: --memlock=8388608: \"$@\"", "unit"];

    [Fact]
    public async Task nothing_of_the_gates_unit_reaches_a_session()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root puts limits back");
        await using var gate = await RunningGate.StartAsync("", "", OddUnit);
        var through = await gate.SshAsync([], Show);
        Assert.True(through.ExitCode == 0, through + gate.Log);

        var port = Machine.FreePort.ForTcp();
        var start = new ProcessStartInfo(PlainUnit[0], [.. PlainUnit[1..], "/usr/sbin/sshd", "-D", "-p", port.ToString(CultureInfo.InvariantCulture), "-f", gate.Folder + "/sshd_config"]);
        using var sshd = Process.Start(start)!;
        try
        {
            await Machine.FreePort.WaitAsync(port, sshd);
            var direct = await gate.SshAsync(["-p", port.ToString(CultureInfo.InvariantCulture)], Show);
            Assert.True(direct.ExitCode == 0, direct.ToString());
            Assert.Contains("umask 0022", direct.Output, StringComparison.Ordinal);
            Assert.Equal(direct.Output, through.Output);
        }
        finally
        {
            sshd.Kill();
            await sshd.WaitForExitAsync(CancellationToken.None);
        }

        // The limit of files is the listener's, as its unit has it: it holds every connection that waits.
        var limits = await File.ReadAllTextAsync($"/proc/{await gate.ListenerPidAsync()}/limits", TestContext.Current.CancellationToken);
        Assert.Matches("Max open files +([0-9]+) +\\1 ", limits);
    }

    /// <summary>systemd-socket-activate passes blocking sockets, as systemd does: a listener that waits in accept hears nothing else.</summary>
    [Fact]
    public async Task blocking_sockets_of_systemd_hang_nobody_and_an_orphaned_listener_ends()
    {
        var port = Machine.FreePort.ForTcp();
        await using var gate = await RunningGate.StartAsync(port, "systemd-socket-activate", "-l", $"127.0.0.1:{port}");
        for (var i = 0; i < 5; i++)
            Assert.Equal("in\n", (await gate.SshAsync([], "echo in")).Output);
        await gate.UntilLogAsync("ended connection=", 5);
        Assert.Contains("handed-over", (await gate.GateCommandAsync("status", "--json")).Output, StringComparison.Ordinal);
        var listener = await gate.ListenerPidAsync();
        var descriptors = Directory.GetFiles($"/proc/{listener}/fd").Length;
        Assert.InRange(descriptors, 5, 200);
        await RunningGate.SignalAsync("KILL", gate.Pid);
        for (var i = 0; i < 600 && Directory.Exists($"/proc/{listener}"); i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists($"/proc/{listener}"), "the listener outlives its root half by 30 seconds");
    }

    [Fact]
    public async Task a_stop_with_blocking_sockets_takes_no_longer_than_the_listener_needs()
    {
        var port = Machine.FreePort.ForTcp();
        await using var gate = await RunningGate.StartAsync(port, "systemd-socket-activate", "-l", $"127.0.0.1:{port}");
        Assert.Equal("in\n", (await gate.SshAsync([], "echo in")).Output);
        var listener = await gate.ListenerPidAsync();
        await RunningGate.SignalAsync("TERM", gate.Pid);
        await gate.UntilLogAsync("stopped sessions=0");
        Assert.False(Directory.Exists($"/proc/{listener}"));
    }

    /// <summary>A listener that does not stop when it is told to is ended: a restart must not wait for it, nor leave it behind with the sockets.</summary>
    [Fact]
    public async Task a_listener_that_will_not_stop_is_ended()
    {
        await using var gate = await RunningGate.StartAsync();
        var listener = await gate.ListenerPidAsync();
        await RunningGate.SignalAsync("STOP", listener);
        await RunningGate.SignalAsync("TERM", gate.Pid);
        await gate.UntilLogAsync("stopped sessions=0");
        Assert.False(Directory.Exists($"/proc/{listener}"));
    }
}
