using Sallyport.Cli.Doors;
using Sallyport.Cli.Setup;
using Sallyport.Cli.Setup.Machine;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Terminal;
using Sallyport.Cli.Tests.Sshd;

namespace Sallyport.Cli.Tests.Setup;

/// <summary>A folder that stands for a fresh machine.</summary>
internal sealed class SetupFixture : IAsyncDisposable
{
    /// <summary>How many there are.</summary>
    public const int Steps = 16;

    private readonly InstallationFixture machine = new();

    public SetupFixture()
    {
        Directory.Delete(machine.In("state"), recursive: true);
        Directory.CreateDirectory(machine.In("run"));
        File.WriteAllText(machine.In("etc/ssh/key.pub"), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ site\n");
        Paths = new SetupPaths(machine.Root);
        Site = new FakeSite(Paths);
        Accounts.Has(Owner.Group());
        Sshd = machine.Sshd("9.2", "NoSuchWord");
    }

    public SetupPaths Paths { get; }

    public FakeAccounts Accounts { get; } = new();

    public FakeSite Site { get; }

    public SetupAnswers Answers => new()
    {
        Site = "maths",
        Trusted = ["192.0.2.0/24"],
        Portal = "https://2fa.example.org:9443",
        PublicName = "ssh.example.org",
        AdministratorGroup = Owner.Group(),
        Administrators = ["alice"],
        Person = "alice",
        HostKeys = [machine.In("etc/ssh/key")],
    };

    private string Sshd { get; }

    public string In(string path) => machine.In(path);

    public SetupRecord Record() => SetupRecord.Open(Paths);

    public SetupContext Context(SetupAnswers answers, SetupRecord record) => new()
    {
        Answers = answers,
        Previous = record.Answers,
        Paths = Paths,
        DoorPaths = new DoorPaths(answers.Door, machine.Root) { PamFolder = In("etc/pam.d"), SecurityFolder = In("etc/security"), Sshd = Sshd },
        Record = record,
        Accounts = Accounts,
        Services = Site,
        Openssh = new OpensshVersion(9, 2),
        Program = InstallationFixture.Program,
        MachineConfig = In("etc/ssh/sshd_config"),
    };

    public SetupRun Run(SetupAnswers answers)
    {
        var record = Record();
        return new SetupRun(SetupSteps.All(Context(answers, record)), record);
    }

    /// <summary>Runs a setup that must succeed.</summary>
    public Task SetUpAsync(SetupAnswers answers) => Run(answers).DoAsync(answers, TextWriter.Null, TestContext.Current.CancellationToken);

    /// <summary>Every file with its mode and content, without what setup and a database write at each start; the accounts; what runs.</summary>
    public string Picture() => string.Join('\n', Directory.EnumerateFileSystemEntries(Paths.Prefix, "*", SearchOption.AllDirectories)
        .Where(path => !path.StartsWith(Paths.Own, StringComparison.Ordinal) && !path.StartsWith(Paths.State + "/", StringComparison.Ordinal)
            && !path.StartsWith(Paths.Runtime, StringComparison.Ordinal) && !path.StartsWith(In("var/lib/sallyport-sshd"), StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(path => $"{path} {new FileInfo(path).LinkTarget} {File.GetUnixFileMode(path)} {(File.Exists(path) ? File.ReadAllText(path) : "")}")
        .Append(Accounts.Picture)
        .Append(Site.Picture));

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        machine.Dispose();
    }

    /// <summary>Runs with one step that does its work and then fails.</summary>
    public async Task FailAsync(SetupAnswers answers, int failing)
    {
        var record = Record();
        var steps = SetupSteps.All(Context(answers, record)).ToArray();
        Assert.Equal(Steps, steps.Length);
        steps[failing] = new FailingStep(steps[failing]);
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => new SetupRun(steps, record).DoAsync(answers, TextWriter.Null, TestContext.Current.CancellationToken));
        Assert.Equal("the disk is full; everything that this run did was undone", failure.Message);
    }

    private sealed class FailingStep(ISetupStep step) : ISetupStep
    {
        public string Name => step.Name;

        public async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) => [.. await step.LookAsync(cancel), "and fail"];

        public async Task DoAsync(Action<string> note, CancellationToken cancel)
        {
            if ((await step.LookAsync(cancel)).Count > 0)
                await step.DoAsync(note, cancel);
            throw new IOException("the disk is full");
        }

        public Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel) => step.UndoAsync(noted, reach, cancel);
    }
}
