using System.Runtime.InteropServices;
using System.Text.Json;
using SshWith2fa.Calls;
using SshWith2fa.Commands;
using SshWith2fa.Master;
using SshWith2fa.Platform;
using SshWith2fa.Routes;
using SshWith2fa.Session;

namespace SshWith2fa.Tests.Session;

/// <summary>A master that lives but is slow: asking changes nothing, and nobody ends it but its owner.</summary>
public sealed class SlowMasterTests : IDisposable
{
    private const int Process = 4711;
    private readonly SetUpSite site = new();

    private string SocketPath => site.Paths.ControlSocket("ann", "dora");

    public void Dispose() => site.Dispose();

    public static TheoryData<string> Questions { get; } = ["status", "explain", "ssh", "proxychains", "doctor"];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Asking_changes_nothing(string question)
    {
        using var master = Up(answers: false);
        var before = Everything();
        var status = question switch
        {
            "status" => await site.Run(StatusCommand.Run, "--json"),
            "explain" => await site.Run(ExplainCommand.Run, "ssh", "dora"),
            "ssh" => await site.Run(RideCommand.Ssh, "dora", "true"),
            "proxychains" => await site.Run(ProxychainsCommand.Run),
            _ => await site.Run(DoctorCommand.Run),
        };
        if (question != "doctor") Assert.Equal(ExitCodes.Done, status);
        Assert.Equal(before, Everything());
        Assert.Contains(Process, site.Platform.Running);
        if (question == "status") Assert.False(JsonDocument.Parse(site.Printed).RootElement.GetProperty("answers").GetBoolean());
        if (question == "ssh")
        {
            Assert.Contains(site.Terminal.Said, line => line.Contains("slow to answer; waiting", StringComparison.Ordinal));
            Assert.Contains(site.Platform.Ran, command => command.Contains("ControlPath=" + site.Paths.ControlPath("dora")) || command.Any(word => word.Contains("%r@dora", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_session_whose_socket_is_dead_is_over_and_asking_still_changes_nothing()
    {
        Up(answers: true).Dispose();
        var before = Everything();
        Assert.Null(new SessionProbe(site.Paths, site.Platform).Find());
        Assert.Equal(before, Everything());
    }

    [Fact]
    public void A_silent_socket_whose_process_is_gone_is_no_session()
    {
        using var master = Up(answers: false);
        site.Platform.Running.Clear();
        Assert.Null(new SessionProbe(site.Paths, site.Platform).Find());
    }

    [Fact]
    public void A_login_waits_for_a_slow_master_with_a_line_and_rides_on_it()
    {
        using var master = Up(answers: false);
        site.Terminal.OnSay = line =>
        {
            if (line.Contains("slow to answer", StringComparison.Ordinal)) master.Answer();
        };
        var started = new SessionStarter(site.Call(), site.Site).Up(NetworkLocation.Outside, [], "ann");
        Assert.Equal(StartOutcome.Up, started.Outcome);
        Assert.Contains(Process, site.Platform.Running);
        Assert.Empty(site.Platform.Ran);
    }

    [Fact]
    public void A_dead_master_is_replaced_by_a_new_login()
    {
        Up(answers: true).Dispose();
        PlayedMaster? next = null;
        site.Platform.OnRun = (_, _) =>
        {
            next = new PlayedMaster(SocketPath, 4712, answers: true);
            return 0;
        };
        Assert.Equal(StartOutcome.Up, new SessionStarter(site.Call(), site.Site).Up(NetworkLocation.Outside, [], "ann").Outcome);
        Assert.Equal(4712, SessionState.Read(Files.ReadText(site.Paths.SessionState)!)!.Process);
        next!.Dispose();
    }

    [Fact]
    public void A_signal_while_waiting_is_no_time_out()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var handled = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => { });
        using var master = new PlayedMaster(SocketPath, Process, answers: false);
        nint thread = 0;
        var health = MasterHealth.Absent;
        using var started = new ManualResetEventSlim();
        var check = new Thread(() =>
        {
            thread = pthread_self();
            started.Set();
            health = ControlSocket.Check(SocketPath, TimeSpan.FromSeconds(60)).Health;
        });
        check.Start();
        started.Wait(TestContext.Current.CancellationToken);
        // It is asked, and waits for the answer: from here on each signal finds it in poll(2), or just before.
        SpinWait.SpinUntil(() => { lock (master.Requests) return master.Requests.Count > 0; });
        for (var i = 0; i < 2000 && check.IsAlive; i++)
        {
            _ = pthread_kill(thread, 28);
            Thread.Yield();
        }
        master.Answer();
        check.Join();
        Assert.Equal(MasterHealth.Alive, health);
    }

    private PlayedMaster Up(bool answers)
    {
        var master = new PlayedMaster(SocketPath, Process, answers);
        site.Platform.Running.Add(Process);
        Files.WritePrivate(site.Paths.SessionState, new SessionState("ann", "dora", Process, DateTimeOffset.UnixEpoch, null, "outside", [new OpenForward("socks", 23080, 23080, "", 0)], []).Write());
        Files.WritePrivate(site.Paths.SessionConfig, "# of the session\n");
        return master;
    }

    // Name, kind and content of all there is in the runtime folder.
    private string Everything() => string.Join('\n', Directory.GetFiles(site.Paths.Runtime).Order(StringComparer.Ordinal).Select(file =>
        file + (Path.GetFileName(file).StartsWith("session", StringComparison.Ordinal) ? " " + File.ReadAllText(file) : "")));

    [DllImport("libc")]
    private static extern nint pthread_self();

    [DllImport("libc")]
    private static extern int pthread_kill(nint thread, int signal);
}
