using Sallyport.Cli.Setup;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Tests.Setup;

/// <summary>Port 22 is taken from the machine's own sshd only with a way in at each moment, and given back when anything is wrong.</summary>
[Needs("pam_radius_auth.so")]
public sealed class Port22Tests : IAsyncLifetime
{
    private readonly SetupFixture machine = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<int> EachStep => [.. Enumerable.Range(0, SetupFixture.Steps)];

    private SetupAnswers At22 => machine.Answers.AtPort22();

    private FakeOwnSshd Own => machine.Site.Own;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(machine.In("etc/ssh/sshd_config.d"));
        Directory.CreateDirectory(machine.In("etc/systemd/system"));
        await ConfigureAsync("UsePAM yes\n");
    }

    public ValueTask DisposeAsync() => machine.DisposeAsync();

    [Fact]
    public async Task the_own_sshd_listens_at_both_ports_before_it_leaves_port_22()
    {
        await machine.SetUpAsync(At22);

        Assert.Equal(["22 2200", "2200"], Own.Starts);
        Assert.True(Own.IsTimed);
        Assert.Equal(2, Own.TimerStarts); // the time begins when all is proved
        Assert.Contains("ListenStream=0.0.0.0:22\n", await File.ReadAllTextAsync(machine.Paths.GateSocketUnit, Cancel), StringComparison.Ordinal);
        Assert.EndsWith("own sshd at 2200, timed; gate runs", machine.Picture(), StringComparison.Ordinal);
        Assert.Contains("OnActiveSec=600\n", await File.ReadAllTextAsync(machine.Paths.PutBackTimer, Cancel), StringComparison.Ordinal);
        Assert.Empty(await machine.Run(At22).ObstaclesAsync(Cancel));
        Assert.Empty(await machine.Run(At22).LookAsync(Cancel));
    }

    [Fact]
    public async Task the_socket_unit_keeps_its_other_addresses()
    {
        Own.HasSocket = true;
        await machine.SetUpAsync(At22);
        Assert.EndsWith("[Socket]\nListenStream=\nListenStream=[::]:2200\nListenStream=/run/other.sock\n", await File.ReadAllTextAsync(machine.Paths.OwnSshdSocket, Cancel), StringComparison.Ordinal);

        Assert.Equal(0, await SessionAsync(session => session.PutBackAsync(Cancel)));

        Assert.False(Directory.Exists(Path.GetDirectoryName(machine.Paths.OwnSshdSocket)));
    }

    [Fact]
    public async Task what_is_shown_names_the_new_port_and_the_confirmation()
    {
        var plan = string.Join('\n', await machine.Run(At22).LookAsync(Cancel));
        foreach (var part in new[] { "from port 22 to port 2200", "ssh -p 2200", "give port 22 back after 10 min", "sallyport setup --confirm", "prove that the outside door greets at port 22" })
            Assert.Contains(part, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("own sshd is not changed", plan, StringComparison.Ordinal);
        Assert.Empty(Own.Starts);

        await machine.SetUpAsync(At22);
        var shown = new StringWriter();
        await Port22Session.TellAsync(machine.Context(At22, machine.Record()), "ssh alice@ssh.example.org", shown);
        foreach (var part in new[] { "now at port 2200", "given back in 10 min", "Keep this session open", "ssh alice@ssh.example.org", "setup --confirm" })
            Assert.Contains(part, shown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EachStep))]
    public async Task when_a_step_of_the_first_run_fails_the_own_sshd_has_its_port(int failing)
    {
        var before = machine.Picture();
        await machine.FailAsync(At22, failing);
        Assert.Equal(before, machine.Picture());
    }

    [Theory]
    [MemberData(nameof(EachStep))]
    public async Task when_a_step_of_a_later_run_fails_both_have_their_ports(int failing)
    {
        await machine.SetUpAsync(machine.Answers);
        var before = machine.Picture();
        await machine.FailAsync(At22, failing);
        Assert.Equal(before, machine.Picture());
        Assert.Empty(await machine.Run(machine.Answers).LookAsync(Cancel));
    }

    [Theory]
    [MemberData(nameof(EachStep))]
    public async Task when_giving_back_fails_the_door_keeps_port_22(int failing)
    {
        await machine.SetUpAsync(At22);
        await SessionAsync(session => session.ConfirmAsync(Cancel));
        var before = machine.Picture();
        await machine.FailAsync(machine.Answers, failing);
        Assert.Equal(before, machine.Picture());
    }

    [Theory]
    [InlineData("own sshd mute at the new port")]
    [InlineData("door has a fault")]
    public async Task what_cannot_be_proved_gives_the_port_back(string what)
    {
        if (what.StartsWith("own", StringComparison.Ordinal))
            Own.Mute.Add(2200);
        else
            machine.Site.FaultOfDoor = "anybody comes in";
        var before = machine.Picture();

        var failure = await Assert.ThrowsAsync<CommandFailure>(() => machine.SetUpAsync(At22));

        Assert.Contains("everything that this run did was undone", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, machine.Picture());
    }

    [Fact]
    public async Task another_port_gives_it_back()
    {
        await machine.SetUpAsync(machine.Answers);
        var before = machine.Picture();
        await machine.SetUpAsync(At22);
        await machine.SetUpAsync(machine.Answers);
        Assert.Equal(before, machine.Picture());
    }

    [Fact]
    public async Task nobody_confirms_and_all_is_put_back()
    {
        await machine.SetUpAsync(machine.Answers with { Port = 2022 });
        var before = machine.Picture();
        await machine.SetUpAsync((machine.Answers with { Port = 2022 }).AtPort22());

        Assert.Equal(0, await SessionAsync(session => session.PutBackAsync(Cancel)));

        Assert.Equal(before, machine.Picture());
        Assert.Equal(2022, machine.Record().Answers!.Port);
        Assert.Empty(await machine.Run(machine.Record().Answers!).LookAsync(Cancel));
        Assert.Equal("port 22 was not taken", (await Assert.ThrowsAsync<CommandFailure>(() => SessionAsync(session => session.PutBackAsync(Cancel)))).Message);
    }

    [Fact]
    public async Task a_setup_that_was_killed_half_way_is_put_back_by_the_timer()
    {
        var before = machine.Picture();
        var record = machine.Record();
        record.Begin();
        foreach (var step in SetupSteps.All(machine.Context(At22, record)).TakeWhile(step => step.Name != "gate"))
        {
            if ((await step.LookAsync(Cancel)).Count > 0)
                await step.DoAsync(what => record.Note(step.Name, what), Cancel);
        }

        Assert.True(Own.IsTimed);
        Assert.False(Own.HasPort(22));
        Assert.Equal(0, await SessionAsync(session => session.PutBackAsync(Cancel)));
        Assert.Equal(before, machine.Picture());
    }

    [Fact]
    public async Task the_own_sshd_has_its_port_even_when_the_door_cannot_go_back()
    {
        await machine.SetUpAsync(machine.Answers);
        await machine.SetUpAsync(At22);
        await File.AppendAllTextAsync(machine.Paths.Configuration, "no such line\n", Cancel);

        await Assert.ThrowsAsync<CommandFailure>(() => SessionAsync(session => session.PutBackAsync(Cancel)));

        Assert.True(Own.HasPort(22));
        Assert.True(File.Exists(machine.Paths.PutBackTimer)); // it is tried again
    }

    [Fact]
    public async Task who_confirms_keeps_it_and_removing_gives_it_back()
    {
        var before = machine.Picture();
        await machine.SetUpAsync(At22);
        Assert.Equal(0, await SessionAsync(session => session.ConfirmAsync(Cancel)));
        Assert.False(Own.IsTimed);
        Assert.False(File.Exists(machine.Paths.PutBackService));
        Assert.Contains("nothing waits", (await Assert.ThrowsAsync<CommandFailure>(() => SessionAsync(session => session.ConfirmAsync(Cancel)))).Message, StringComparison.Ordinal);

        Assert.Empty(await machine.Run(At22).UndoAsync(UndoReach.Everything));
        Assert.Equal(before, machine.Picture());
    }

    [Fact]
    public async Task removing_gives_it_back_when_it_was_taken_later()
    {
        var before = machine.Picture();
        await machine.SetUpAsync(machine.Answers);
        await machine.SetUpAsync(At22);
        Assert.Empty(await machine.Run(At22).UndoAsync(UndoReach.Everything));
        Assert.Equal(before, machine.Picture());
    }

    [Theory]
    [InlineData("Port 22\n", "says \"Port 22\"")]
    [InlineData("Port 22\nPort 2200\n", "says \"Port 2200\"")]
    [InlineData("ListenAddress 192.0.2.1:22\n", "without the port")]
    [InlineData("ListenAddress [2001:db8::1]:22\n", "without the port")]
    [InlineData("Match LocalPort 22\n  PasswordAuthentication no\n", "without LocalPort")]
    public async Task lines_that_keep_port_22_or_depend_on_it_are_refused(string lines, string sentence)
    {
        await ConfigureAsync(lines);
        Assert.Contains(await machine.Run(At22 with { LeaveOut = ["Match LocalPort 22"] }).ObstaclesAsync(Cancel), obstacle => obstacle.Contains(sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ListenAddress 192.0.2.1\nListenAddress 2001:db8::1\n#Port 22\n")]
    [InlineData("Match User alice\n  X11Forwarding no\n")]
    public async Task other_lines_are_no_obstacle(string lines)
    {
        await ConfigureAsync(lines);
        Assert.Empty(await machine.Run(At22).ObstaclesAsync(Cancel));
    }

    [Fact]
    public async Task a_configuration_without_the_include_is_refused()
    {
        await File.WriteAllTextAsync(machine.In("etc/ssh/sshd_config"), $"Match User bob\nInclude {machine.In("etc/ssh/sshd_config.d")}/*.conf\n", Cancel);
        Assert.Contains("does not include", Assert.Single(await machine.Run(At22).ObstaclesAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task other_obstacles_are_named_before_anything_is_done()
    {
        machine.Site.Taken.Add(2200);
        Assert.Contains("2200; choose another --own-port", Assert.Single(await machine.Run(At22).ObstaclesAsync(Cancel)), StringComparison.Ordinal);
        Assert.Contains("returns to", Assert.Single(await machine.Run(At22 with { OwnPort = 2222 }).ObstaclesAsync(Cancel)), StringComparison.Ordinal);
        Own.Runs = false;
        Assert.Contains("neither ssh.service nor ssh.socket", Assert.Single(await machine.Run(At22).ObstaclesAsync(Cancel)), StringComparison.Ordinal);
        machine.Site.HasOwnSshd = false;
        Assert.Contains("only where systemd runs", Assert.Single(await machine.Run(At22).ObstaclesAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_own_port_does_not_change_while_port_22_is_taken()
    {
        await machine.SetUpAsync(At22);
        Assert.Contains("first give port 22 back", Assert.Single(await machine.Run(At22 with { OwnPort = 2300 }).ObstaclesAsync(Cancel)), StringComparison.Ordinal);
    }

    private Task ConfigureAsync(string lines) =>
        File.WriteAllTextAsync(machine.In("etc/ssh/sshd_config"), $"Include {machine.In("etc/ssh/sshd_config.d")}/*.conf\n{lines}", Cancel);

    private Task<int> SessionAsync(Func<Port22Session, Task<int>> act)
    {
        var record = machine.Record();
        return act(new Port22Session(machine.Context((record.Answers ?? At22).AtPortBefore(), record), TextWriter.Null));
    }
}
