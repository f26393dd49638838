using Sallyport.Cli.Doors;
using Sallyport.Cli.Setup.Machine;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Setup.Texts;
using Sallyport.Cli.Sshd;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Cli.Sshd.Rules;
using Sallyport.Cli.Sshd.Texts;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>The outside sshd, by the installer of <c>sallyport sshd install</c>. With a gate in front it is not started: the gate starts it for each connection.</summary>
internal sealed class DoorStep(SetupContext context) : ISetupStep
{
    public string Name => "door";

    public Task<IReadOnlyList<string>> ObstaclesAsync(CancellationToken cancel)
    {
        if (context.Openssh is null)
            return One($"{context.DoorPaths.Sshd} is not an OpenSSH server; install it with: apt-get install openssh-server");
        if (context.Previous is { } previous && previous.Door != context.Answers.Door)
            return One($"the door's name is {previous.Door}; to change it, first: sallyport setup --remove");
        var before = DoorRecord.Find(context.DoorPaths);
        if (before is not null && context.Record.MadeBy(Name).Count == 0)
            return One($"there is already an outside sshd {context.DoorPaths.Name}, from sallyport sshd install; remove it with: sallyport sshd remove");
        var door = context.DoorOf(context.Answers);
        if (InstallPrecondition.Find(door, before) is { } obstacle)
            return One(obstacle);
        // Port 22 is the machine's own sshd's, which makes room.
        if (context.Previous?.Port != door.Port && !context.Answers.TakesPort22 && UnitTexts.Addresses(context.Answers).FirstOrDefault(address => !context.Services.IsFree(address)) is { } taken)
            return One($"another program listens at {taken}; choose another --port, or stop it");
        var rules = MachineRules.Read(door.MachineConfig, door.Order, door.LeftOut, door.KeySource);
        return Task.FromResult<IReadOnlyList<string>>(
            [.. rules.Refused.Select(rule => $"{door.MachineConfig} has a rule that the door cannot copy ({rule.Rule}: {rule.Why}); write what should apply outside into {door.Paths.SiteFolder}/site.conf, and name the rule with --leave-out '{rule.Rule}'")]);
    }

    public Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel)
    {
        var answers = context.Answers;
        if (IsInstalled(answers))
            return Task.FromResult<IReadOnlyList<string>>([]);
        var where = answers.Listen.Count == 0 ? "" : " of " + string.Join(", ", answers.Listen);
        var how = answers.Gate ? "which the gate starts for each connection" : context.Services.AreKept ? "started now and at boot" : "which you start";
        return One($"install the outside sshd {answers.Door}, {answers.Order}, port {answers.Port}{where}, {how}{(answers.TakesPort22 ? "" : "; the machine's own sshd is not changed")}");
    }

    public async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        note(context.Answers.Door);
        if (context.Previous is { Gate: true } && !context.Answers.Gate)
            await context.Services.StopGateAsync(cancel);
        if (context.Previous is { Gate: false } && context.Answers.Gate)
            await context.Services.Door.StopAsync(context.DoorPaths, cancel);
        await InstallAsync(context.Answers, cancel);
    }

    public async Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel)
    {
        if (reach == UndoReach.Run && context.Previous is { } previous)
        {
            await InstallAsync(previous, cancel);
            if (previous.Gate && !context.Answers.Gate)
                await context.Services.StartGateAsync(cancel);
            return;
        }

        // A run that was cut short may have been told another name than this one.
        var paths = noted[^1] == context.DoorPaths.Name ? context.DoorPaths : new DoorPaths(noted[^1], context.Paths.Prefix);
        if (DoorRecord.Find(paths) is null && FileChange.Unfinished(paths.State) is null)
            return;
        var removed = await new SshdRemover(context.Services.Door, null).RemoveAsync(paths, cancel);
        if (DoorRecord.Find(paths) is not null)
            throw new IOException(string.Join("; ", removed.Sentences));
    }

    private async Task InstallAsync(SetupAnswers answers, CancellationToken cancel)
    {
        var door = context.DoorOf(answers);
        // Duo's clients are registered with the authority, and need its certificate.
        if (door.Order != Order.CodeFirst && !await AuthoritySocket.AnswersAsync(context.Paths.Socket, cancel))
            await context.Services.StartAuthorityAsync(cancel);
        var options = context.Options();
        var services = answers.Gate ? new NoServices() : context.Services.Door;
        var installed = await new SshdInstaller(options, new DuoRegistration(options), services).InstallAsync(door, context.Program, cancel);
        if (installed.Exit != ExitCode.Ok)
            throw new CommandFailure(installed.Exit, string.Join("; ", installed.Sentences));
    }

    private bool IsInstalled(SetupAnswers answers)
    {
        if (DoorRecord.Find(context.DoorPaths) is not { } record || record.Order != answers.Order || record.Changed().Count > 0 || context.Previous?.Gate != answers.Gate)
            return false;
        var config = WantedFile.Text(context.DoorPaths.Config, SshdConfig.For(context.DoorOf(answers)));
        return record.Written.TryGetValue(config.Path, out var written) && written == config.Fingerprint;
    }

    private static Task<IReadOnlyList<string>> One(string sentence) => Task.FromResult<IReadOnlyList<string>>([sentence]);
}
