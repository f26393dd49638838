using System.Net;
using System.Net.Sockets;
using Sallyport.Profile;
using SshWith2fa.Checks;
using SshWith2fa.Master;
using SshWith2fa.Platform;

namespace SshWith2fa.Tests.Checks;

public sealed class DoctorTests : IDisposable
{
    private readonly SetUpSite site = new();

    public void Dispose() => site.Dispose();

    [Theory]
    [InlineData("OpenSSH_9.2p1 Debian-2+deb12u7, OpenSSL 3.0", nameof(Weight.Good))]
    [InlineData("OpenSSH_7.4p1, OpenSSL 1.0", nameof(Weight.Wrong))]
    [InlineData("OpenSSH_for_Windows_9.5p1, LibreSSL 3.8", nameof(Weight.Good))]
    [InlineData("plink: Release 0.78", nameof(Weight.Wrong))]
    public void The_ssh_at_hand_is_judged(string version, string weight)
    {
        site.Platform.OnCapture = (_, _) => new CapturedRun(0, "", version);
        Assert.Equal(weight, ToolChecks.Ssh(site.Platform).Weight.ToString());
    }

    [Theory]
    [InlineData(0, "256 SHA256:x a\n256 SHA256:y b\n", "holds 2 key(s)")]
    [InlineData(1, "", "ssh-add")]
    [InlineData(2, "", "does not answer")]
    public void The_agent_is_asked(int status, string output, string expected)
    {
        site.Platform.Variables["SSH_AUTH_SOCK"] = "/run/agent";
        site.Platform.OnCapture = (_, _) => new CapturedRun(status, output, "");
        Assert.Contains(expected, ToolChecks.Agent(site.Platform).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("number of extensions: 2\n    SECURITY\n", nameof(Weight.Good))]
    [InlineData("number of extensions: 1\n    RENDER\n", nameof(Weight.Hint))]
    public void An_x_server_without_SECURITY_is_told(string output, string weight)
    {
        site.Platform.Variables["DISPLAY"] = ":0";
        site.Platform.OnCapture = (_, _) => new CapturedRun(0, output, "");
        Assert.Equal(weight, ToolChecks.XServer(site.Platform).Weight.ToString());
    }

    [Theory]
    [InlineData("{0}\nHost x\n", nameof(Weight.Good), "includes ours")]
    [InlineData("User me\n{0}\n", nameof(Weight.Good), "includes ours")]
    [InlineData("# mine\nHost x\n  User y\n{0}\n", nameof(Weight.Wrong), "after the Host in line 2")]
    [InlineData("Host x\n", nameof(Weight.Wrong), "refresh")]
    public void The_include_line_must_stand_before_every_block(string config, string weight, string expected)
    {
        site.WriteUserConfig(string.Format(null, config, site.IncludeText));
        var finding = SetupChecks.Include(site.Paths);
        Assert.Equal(weight, finding.Weight.ToString());
        Assert.Contains(expected, finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_persons_own_configuration_overrides_is_found_by_the_real_ssh()
    {
        Files.WritePrivate(site.Paths.SshConfig, "Match originalhost dora\n    HostName 10.77.1.2\n    Compression yes\n    ServerAliveInterval 10\n");
        site.WriteUserConfig($"# mine\nCompression no\nInclude \"{site.Paths.SshConfig}\"\nHost dora\n    ServerAliveInterval 99\n");
        // ssh reads the home of the password database: the third question gets the scratch file by -F.
        site.Platform.OnCapture = (program, arguments) => Children.Capture(program, arguments is ["-G", "--", ..] ? ["-G", "-F", site.Paths.UserSshConfig, .. arguments.Skip(1)] : arguments, TimeSpan.FromSeconds(20));
        var finding = Assert.Single(PrecedenceCheck.Of(site.Call(), site.Site));
        Assert.Equal(Weight.Wrong, finding.Weight);
        Assert.Contains("line 2 of ~/.ssh/config sets compression no for dora, but this site needs yes", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_key_in_the_persons_known_hosts_is_told()
    {
        var key = site.Site.HostKeys[0].Key;
        Directory.CreateDirectory(Path.GetDirectoryName(site.Paths.UserKnownHosts)!);
        File.WriteAllText(site.Paths.UserKnownHosts, "");
        site.Platform.OnCapture = (_, arguments) => new CapturedRun(0, arguments[1] == "dora" ? "# Host dora found: line 1\ndora ssh-ed25519 AAAAother\n" : $"|1|x|y {key}\n", "");
        var findings = KeyChecks.Of(site.Call(), site.Site).ToList();
        Assert.Contains("ssh-keygen -R dora", Assert.Single(findings, finding => finding.Weight == Weight.Wrong).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_in_use_are_told_before_a_session_and_silent_ones_during_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = site.Site with { Forwards = [new PortForward("imap", ((IPEndPoint)other.LocalEndpoint).Port, "x", 143, PortTaken.Next)], SocksPort = null };
        Assert.Equal(Weight.Hint, Assert.Single(PortChecks.Of(taken, null)).Weight);
        var dead = new SessionState("ann", "dora", 0, DateTimeOffset.UnixEpoch, null, "outside", [new OpenForward("imap", 1, 1, "x", 143)], []);
        Assert.Equal(Weight.Wrong, Assert.Single(PortChecks.Of(taken, new LiveSession(dead, SessionTransport.Master))).Weight);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n", nameof(Weight.Good), "answers")]
    [InlineData("HTTP/1.1 400\r\n", nameof(Weight.Wrong), "says \"HTTP/1.1 400\"")]
    [InlineData("", nameof(Weight.Wrong), "closes the connection")]
    public void The_outside_door_is_knocked_at(string says, string weight, string expected)
    {
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        _ = Task.Run(async () =>
        {
            using var client = await door.AcceptSocketAsync(TestContext.Current.CancellationToken);
            await client.SendAsync(System.Text.Encoding.ASCII.GetBytes(says), TestContext.Current.CancellationToken);
            await client.ReceiveAsync(new byte[100], TestContext.Current.CancellationToken);
        }, TestContext.Current.CancellationToken);
        var finding = PortChecks.Door(new DoorAddress("127.0.0.1", ((IPEndPoint)door.LocalEndpoint).Port));
        Assert.Equal(weight, finding.Weight.ToString());
        Assert.Contains(expected, finding.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(14, nameof(Weight.Good), "agrees")]
    [InlineData(-15, nameof(Weight.Good), "agrees")]
    [InlineData(16, nameof(Weight.Wrong), "16 seconds ahead of")]
    [InlineData(-3600, nameof(Weight.Wrong), "3600 seconds behind")]
    public void A_clock_that_is_off_by_half_a_time_step_is_told(int seconds, string weight, string expected)
    {
        var finding = ClockCheck.Judge(TimeSpan.FromSeconds(seconds));
        Assert.Equal(weight, finding.Weight.ToString());
        Assert.Contains(expected, finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_set_up_it_says_so_and_looks_no_further()
    {
        File.Delete(site.Paths.SiteFile);
        Assert.Equal(1, await site.Run(SshWith2fa.Commands.DoctorCommand.Run));
        Assert.Contains("WRONG  set-up: there is none", site.Terminal.Printed[^1], StringComparison.Ordinal);
    }
}
