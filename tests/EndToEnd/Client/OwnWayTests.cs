using EndToEnd.Machine;

namespace EndToEnd.Laptop;

/// <summary>Programs that bring options of their own to ssh: a ProxyCommand (mosh), a ControlPath (Ansible), BatchMode.</summary>
[Collection(Alone.Name)]
public sealed class OwnWayTests(Site site) : IClassFixture<Site>, IAsyncLifetime
{
    private static readonly string[] MoshsOwn = ["-S", "none", "-o", "ProxyCommand=socat - TCP:%h:%p"];
    private static readonly string[] AnsiblesOwn = ["-o", "ControlMaster=auto", "-o", "ControlPersist=60s", "-o", "ControlPath=ansible-cp", "-o", "PasswordAuthentication=no", "-o", "KbdInteractiveAuthentication=no"];

    public async ValueTask InitializeAsync() => await site.Outside(site.Command, "down");

    public async ValueTask DisposeAsync()
    {
        await site.Outside(site.Command, "down");
        site.Prompts();
    }

    [Theory]
    [InlineData("with a session")]
    [InlineData("without one")]
    public async Task A_ProxyCommand_of_ones_own_works_as_without_us(string session)
    {
        if (session == "with a session") await Site.Must(await site.OutsideAtTerminal(site.Command, "up"));
        site.Prompts();
        var run = await site.OutsideAtTerminal(["ssh", .. MoshsOwn, "dora", "echo $SSH_CONNECTION"]);
        Assert.True(run.ExitCode == 0 && run.Output.Contains("198.51.100.1 22", StringComparison.Ordinal), run.ToString());
        Assert.Equal((1, 1), site.Prompts());
    }

    [Fact]
    public async Task A_ProxyCommand_of_ones_own_that_fails_is_told_by_ssh_and_not_by_us()
    {
        var run = await site.Outside("ssh", "-o", "ProxyCommand=false", "dora", "true");
        Assert.Equal(255, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("ssh-with-2fa", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_socket_of_ones_own_without_a_session_gets_our_line()
    {
        var knocks = site.KnocksAtTheDoor();
        // ssh sends a ProxyCommand's words to /dev/null here. The pipe must be the person's, as it is for every program of theirs.
        var run = await site.Outside("sh", "-c", $"{{ ssh {string.Join(' ', AnsiblesOwn)} dora true; echo status $?; }} 2>&1 | cat");
        Assert.Contains("ssh-with-2fa up", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("status 255\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(knocks, site.KnocksAtTheDoor());
    }

    [Fact]
    public async Task A_control_socket_of_ones_own_rides_without_key_and_password_by_our_links()
    {
        await Site.Must(await site.Outside(site.Command, "link"));
        await Site.Must(await site.OutsideAtTerminal(site.Command, "up"));
        var run = await site.OutsideLinked(["ssh", .. AnsiblesOwn, "dora", "echo rides"]);
        Assert.True(run.ExitCode == 0 && run.Output == "rides\n", run.ToString());
    }

    [Needs("curl")]
    [Fact]
    public async Task A_program_that_reads_known_hosts_knows_the_sessions_port()
    {
        await Site.Must(await site.OutsideAtTerminal(site.Command, "up"));
        await Site.Must(await site.Outside("sh", "-c", $"'{site.Command}' gui --known-hosts > .ssh/known_hosts"));
        var run = await site.Outside("curl", "-sS", "-m", "30", "-u", $"{site.Server}:{site.Password}", "sftp://127.0.0.1:12022/etc/hostname");
        await site.Outside("rm", "-f", ".ssh/known_hosts");
        Assert.True(run.ExitCode == 0 && run.Output == await File.ReadAllTextAsync("/etc/hostname", TestContext.Current.CancellationToken), run.ToString());
    }

    [Fact]
    public async Task A_forward_alone_stays_until_it_is_told_to_end()
    {
        await Site.Must(await site.Outside(site.Command, "link"));
        await Site.Must(await site.OutsideAtTerminal(site.Command, "up"));
        var script = """
            ssh -N -L 14099:10.77.1.4:80 dora & tunnel=$!
            for i in $(seq 100); do curl -sS -m 5 http://127.0.0.1:14099/ 2>/dev/null && break; sleep 0.1; done
            kill -0 $tunnel && echo stays
            kill $tunnel; wait $tunnel; echo status $?
            for i in $(seq 100); do curl -sS -m 5 http://127.0.0.1:14099/ >/dev/null 2>&1 || { echo gone; break; }; sleep 0.1; done
            """;
        var run = await site.OutsideLinked("sh", "-c", script);
        Assert.Contains("inside page", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("stays\nstatus 143\ngone\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BatchMode_at_a_terminal_gets_one_line_and_knocks_at_no_door()
    {
        var knocks = site.KnocksAtTheDoor();
        var run = await site.OutsideAtTerminal("ssh", "-o", "BatchMode=yes", "dora", "true");
        Assert.Equal(255, run.ExitCode);
        Assert.Contains("ssh-with-2fa up", run.Output, StringComparison.Ordinal);
        Assert.Equal(knocks, site.KnocksAtTheDoor());
        Assert.Equal((0, 0), site.Prompts());
    }
}
