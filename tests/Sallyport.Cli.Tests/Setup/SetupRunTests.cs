using Sallyport.Authority.Configuration;
using Sallyport.Authority.Local;
using Sallyport.Cli.Setup;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli.Tests.Setup;

/// <summary>All or nothing, whichever step fails; again and again; and back.</summary>
[Needs("pam_radius_auth.so")]
public sealed class SetupRunTests : IAsyncDisposable
{
    private readonly SetupFixture machine = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<int> EachStep => [.. Enumerable.Range(0, SetupFixture.Steps)];

    public ValueTask DisposeAsync() => machine.DisposeAsync();

    [Fact]
    public async Task a_fresh_machine_becomes_a_site()
    {
        await machine.SetUpAsync(machine.Answers);

        Assert.Empty(AuthoritySettings.Load(machine.Paths.Configuration).Faults);
        using var authority = new AuthorityClient(machine.Paths.Socket);
        Assert.Equal("alice", Assert.Single(await authority.GetAsync("/v1/users", LocalJson.Default.IReadOnlyListPersonMessage, Cancel)).Name);
        Assert.Equal("192.0.2.0/24", Assert.Single(await authority.GetAsync("/v1/networks", LocalJson.Default.IReadOnlyListNetworkMessage, Cancel)).Network);
        Assert.Contains("\"ssh.example.org\"", (await authority.GetAsync("/v1/site", LocalJson.Default.SiteMessage, Cancel)).Payload, StringComparison.Ordinal);
        Assert.True(machine.Accounts.IsMember("alice", Owner.Group()));
        Assert.Contains("ListenStream=0.0.0.0:2222\n", await File.ReadAllTextAsync(machine.Paths.GateSocketUnit, Cancel), StringComparison.Ordinal);
        Assert.EndsWith("authority runs; own sshd at 22; gate runs", machine.Picture(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task looking_does_nothing()
    {
        var before = machine.Picture();
        Assert.NotEmpty(await machine.Run(machine.Answers).LookAsync(Cancel));
        Assert.Empty(await machine.Run(machine.Answers).ObstaclesAsync(Cancel));
        Assert.Equal(before, machine.Picture());
        Assert.False(Directory.Exists(machine.Paths.Own));
    }

    [Fact]
    public async Task the_second_run_changes_nothing()
    {
        await machine.SetUpAsync(machine.Answers);
        var first = machine.Picture();
        Assert.Empty(await machine.Run(machine.Answers).ObstaclesAsync(Cancel));
        Assert.Empty(await machine.Run(machine.Answers).LookAsync(Cancel));
        await machine.SetUpAsync(machine.Answers);
        Assert.Equal(first, machine.Picture());
    }

    [Fact]
    public async Task removing_gives_the_machine_back()
    {
        var before = machine.Picture();
        await machine.SetUpAsync(machine.Answers);
        Assert.NotEqual(before, machine.Picture());

        Assert.Empty(await machine.Run(machine.Answers).UndoAsync(UndoReach.Everything));

        Assert.Equal(before, machine.Picture());
        Assert.False(Directory.Exists(machine.Paths.State));
        Assert.False(Directory.Exists(machine.In("var/lib/sallyport-sshd")));
    }

    [Theory]
    [MemberData(nameof(EachStep))]
    public async Task when_a_step_of_the_first_run_fails_the_machine_is_as_before(int failing)
    {
        var before = machine.Picture();

        await machine.FailAsync(machine.Answers, failing);

        Assert.Equal(before, machine.Picture());
        Assert.False(Directory.Exists(machine.Paths.State));
        Assert.True(machine.Record().IsEmpty);
        Assert.False(machine.Record().IsUnfinished);
    }

    [Theory]
    [MemberData(nameof(EachStep))]
    public async Task when_a_step_of_a_later_run_fails_the_site_is_as_before(int failing)
    {
        await machine.SetUpAsync(machine.Answers);
        var before = machine.Picture();
        var changed = machine.Answers with { Port = 2223, Trusted = ["192.0.2.0/24", "198.51.100.0/24"], Portal = "https://2fa.example.org:9444" };

        await machine.FailAsync(changed, failing);

        Assert.Equal(before, machine.Picture());
        Assert.Empty(await machine.Run(machine.Answers).LookAsync(Cancel));
        using var authority = new AuthorityClient(machine.Paths.Socket);
        Assert.Equal("192.0.2.0/24", Assert.Single(await authority.GetAsync("/v1/networks", LocalJson.Default.IReadOnlyListNetworkMessage, Cancel)).Network);
    }

    [Fact]
    public async Task a_run_that_was_cut_short_is_undone_by_the_next()
    {
        var before = machine.Picture();
        var record = machine.Record();
        record.Begin();
        foreach (var step in SetupSteps.All(machine.Context(machine.Answers, record)).Take(10))
        {
            if ((await step.LookAsync(Cancel)).Count > 0)
                await step.DoAsync(what => record.Note(step.Name, what), Cancel);
        }

        var again = machine.Record();
        Assert.True(again.IsUnfinished);
        Assert.Empty(await new SetupRun(SetupSteps.All(machine.Context(machine.Answers, again)), again).UndoAsync(UndoReach.Run));
        again.ForgetRun();

        Assert.Equal(before, machine.Picture());
    }

    [Fact]
    public async Task a_gate_can_come_and_go()
    {
        await machine.SetUpAsync(machine.Answers with { Gate = false });
        Assert.EndsWith("gate away", machine.Picture(), StringComparison.Ordinal);
        await machine.SetUpAsync(machine.Answers);
        Assert.EndsWith("gate runs", machine.Picture(), StringComparison.Ordinal);
        await machine.SetUpAsync(machine.Answers with { Gate = false });
        Assert.EndsWith("gate away", machine.Picture(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task settings_that_an_administrator_wrote_are_not_overwritten()
    {
        Directory.CreateDirectory(machine.In("etc/sallyport"));
        await File.WriteAllTextAsync(machine.Paths.Configuration, "# as shipped\n[radius]\n#listen = off\n", Cancel);
        Assert.Empty(await machine.Run(machine.Answers).ObstaclesAsync(Cancel));
        await File.WriteAllTextAsync(machine.Paths.Configuration, "[radius]\nlisten = off\n", Cancel);
        Assert.Contains("already has settings", Assert.Single(await machine.Run(machine.Answers).ObstaclesAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_an_administrator_edited_since_stays()
    {
        await machine.SetUpAsync(machine.Answers);
        await File.AppendAllTextAsync(machine.Paths.Configuration, "[budgets]\nfailures-per-source = 4\n", Cancel);
        Assert.Empty(await machine.Run(machine.Answers).LookAsync(Cancel));
        Assert.Empty(await machine.Run(machine.Answers).ObstaclesAsync(Cancel));
        Assert.Contains("was edited after", Assert.Single(await machine.Run(machine.Answers with { Site = "physics" }).ObstaclesAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_files_that_a_package_brought_come_back()
    {
        Directory.CreateDirectory(machine.In("etc/sallyport"));
        await File.WriteAllTextAsync(machine.Paths.Configuration, "# as shipped\n", Cancel);
        await File.WriteAllTextAsync(machine.Paths.GateConfiguration, "[gate]\nlisten = 0.0.0.0:22 [::]:22\n", Cancel);
        var before = machine.Picture();
        await machine.SetUpAsync(machine.Answers);
        await machine.SetUpAsync(machine.Answers with { Port = 2223 });
        Assert.Empty(await machine.Run(machine.Answers with { Port = 2223 }).UndoAsync(UndoReach.Everything));
        Assert.Equal(before, machine.Picture());
    }

    [Fact]
    public async Task obstacles_are_named_before_anything_is_done()
    {
        machine.Site.Taken.Add(2222);
        machine.Site.Obstacle = "there is no unit";
        var obstacles = await machine.Run(machine.Answers with { Person = "nobody-here", AdministratorGroup = "no-such-group", Certificate = "/no/such/file" }).ObstaclesAsync(Cancel);
        foreach (var part in new[] { "another program listens at 0.0.0.0:2222", "there is no unit", "no user nobody-here", "no group no-such-group", "no file /no/such/file" })
            Assert.Contains(obstacles, sentence => sentence.Contains(part, StringComparison.Ordinal));
    }
}
