using System.CommandLine;
using Sallyport.Authority.Local;
using Sallyport.Cli.Doctor;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Setup.Machine;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Sshd.Texts;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;
using Sallyport.Profile;

namespace Sallyport.Cli.Setup;

/// <summary>Runs another command line of <c>sallyport</c> and returns its exit code.</summary>
internal delegate Task<int> RunCommand(string[] args, TextWriter output, TextWriter error);

/// <summary>One call of <c>sallyport setup</c> on the real machine: asks, shows, does, and looks at the result.</summary>
internal sealed class SetupSession(ParseResult parsed, RunCommand runCommand, CancellationToken cancel)
{
    private readonly SetupPaths paths = new("/");
    private readonly SystemAccounts accounts = new();
    private readonly TextWriter output = parsed.InvocationConfiguration.Output;

    public async Task<int> RunAsync(GivenFlags given, SetupMode mode, FirstFactor? factor)
    {
        var record = SetupRecord.Open(paths);
        var questions = new SetupQuestions(Console.In, output);
        var answers = given.Into(record.Answers ?? Defaults());
        if (mode == SetupMode.Ask)
        {
            if (Console.IsInputRedirected)
                throw new CommandFailure(ExitCode.Usage, "the questions need a terminal; answer with flags and add --yes, or look at the plan first with --dry-run");
            answers = await questions.AskAsync(answers, given.Names, cancel);
            factor ??= answers.Person.Length > 0 && record.MadeBy("person").Count == 0 ? await questions.FactorAsync(cancel) : FirstFactor.None;
        }

        if (answers.HasOwnCertificate != (answers.CertificateKey.Length > 0))
            throw new CommandFailure(ExitCode.Usage, "--certificate and --certificate-key must be given together");

        await using var services = SetupCommand.Services(parsed, paths);
        var context = await ContextAsync(answers, record, services);
        var run = new SetupRun(SetupSteps.All(context), record);
        if (record.IsUnfinished && mode != SetupMode.Show)
        {
            using var only = SetupLock.Take(paths);
            await output.WriteLineAsync("An earlier setup was interrupted; it is undone first.");
            await UndoneAsync(run, UndoReach.Run);
            record.ForgetRun();
        }

        var obstacles = await run.ObstaclesAsync(cancel);
        if (obstacles.Count > 0)
        {
            foreach (var obstacle in obstacles)
                await parsed.InvocationConfiguration.Error.WriteLineAsync("sallyport: " + PlainText.Sentence(obstacle));
            throw new CommandFailure(ExitCode.Failed, "nothing was done; fix this and run setup again");
        }

        var plan = await run.LookAsync(cancel);
        if (plan.Count == 0)
        {
            await output.WriteLineAsync("Everything is already set up; there is nothing to do.");
        }
        else
        {
            await output.WriteLineAsync(mode == SetupMode.Show ? "Setup would:" : "Setup will:");
            foreach (var sentence in plan)
                await output.WriteLineAsync("  - " + sentence);
        }

        if (mode == SetupMode.Show)
            return (int)ExitCode.Ok;
        if (plan.Count > 0)
        {
            if (mode == SetupMode.Ask && !await questions.IsYesAsync("\nDo this?", cancel))
                throw new CommandFailure(ExitCode.Failed, "nothing was done");
            using var only = SetupLock.Take(paths);
            await run.DoAsync(answers, output, cancel);
        }

        var enrolled = await EnrolAsync(answers, factor ?? FirstFactor.None);
        await output.WriteLineAsync("\nWhat sallyport doctor says:");
        // What it finds does not undo the setup: a clock that nobody keeps is the administrator's to mend.
        await Report.WriteAsync(parsed, await Checks.AllAsync(DoctorContext.Look(paths.Configuration, paths.Prefix), cancel));
        await TellAsync(context);
        return enrolled;
    }

    public async Task<int> RemoveAsync(bool yes)
    {
        var record = SetupRecord.Open(paths);
        if (record.IsEmpty)
            throw new CommandFailure(ExitCode.Failed, "setup has done nothing on this machine");
        var takesDatabase = record.MadeBy("database").Count > 0;
        await output.WriteLineAsync($"The site will be removed{(takesDatabase ? $", with the database in {paths.State}, its key, and everybody's factors" : "")}. Open sessions continue.");
        if (!yes && (Console.IsInputRedirected || !await new SetupQuestions(Console.In, output).IsYesAsync("Take it away?", cancel)))
            throw new CommandFailure(ExitCode.Failed, "nothing was removed; --yes confirms without a question");

        await using var services = SetupCommand.Services(parsed, paths);
        var context = await ContextAsync(record.Answers ?? new SetupAnswers(), record, services);
        using var only = SetupLock.Take(paths);
        await UndoneAsync(new SetupRun(SetupSteps.All(context), record), UndoReach.Everything);
        Directory.Delete(paths.Own, recursive: true);
        await output.WriteLineAsync("The machine is as it was before setup.");
        return (int)ExitCode.Ok;
    }

    private static SetupAnswers Defaults()
    {
        var user = Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } sudo && sudo != "root" ? sudo : "";
        var name = Environment.MachineName.ToLowerInvariant();
        return new SetupAnswers
        {
            Person = user,
            Administrators = user.Length > 0 ? [user] : [],
            PublicName = Grammar.IsHost(name) && !Grammar.IsThisMachine(name) ? name : "",
        };
    }

    /// <summary><c>--confirm</c></summary>
    public async Task<int> ConfirmAsync()
    {
        using var only = SetupLock.Take(paths);
        await using var services = SetupCommand.Services(parsed, paths);
        var record = SetupRecord.Open(paths);
        return await new Port22Session(await ContextAsync(record.Answers ?? new SetupAnswers(), record, services), output).ConfirmAsync(cancel);
    }

    /// <summary><c>--put-back</c></summary>
    public async Task<int> PutBackAsync()
    {
        using var only = SetupLock.Take(paths);
        await using var services = SetupCommand.Services(parsed, paths);
        var record = SetupRecord.Open(paths);
        return await new Port22Session(await ContextAsync((record.Answers ?? new SetupAnswers()).AtPortBefore(), record, services), output).PutBackAsync(cancel);
    }

    private async Task<SetupContext> ContextAsync(SetupAnswers answers, SetupRecord record, ISiteServices services)
    {
        var door = new DoorPaths(record.Answers?.Door ?? answers.Door, paths.Prefix);
        return new SetupContext
        {
            Answers = answers,
            Previous = record.Answers,
            Paths = paths,
            DoorPaths = door,
            Record = record,
            Accounts = accounts,
            Services = services,
            Openssh = await OpensshVersion.OfAsync(door.Sshd, cancel),
            Program = Environment.ProcessPath ?? "/usr/bin/sallyport",
            ConfirmWithin = SetupCommand.Patience(parsed),
        };
    }

    private static async Task UndoneAsync(SetupRun run, UndoReach reach)
    {
        var left = await run.UndoAsync(reach);
        if (left.Count > 0)
            throw new CommandFailure(ExitCode.Failed, $"not everything could be undone: {string.Join("; ", left)}; fix this, then repeat: sallyport setup --remove");
    }

    /// <summary>By the commands that people use, so that nothing differs.</summary>
    private async Task<int> EnrolAsync(SetupAnswers answers, FirstFactor factor)
    {
        if (answers.Person.Length == 0 || factor == FirstFactor.None)
            return (int)ExitCode.Ok;
        using var authority = new AuthorityClient(paths.Socket);
        if (await authority.GetAsync(AuthorityClient.UserPath(answers.Person), LocalJson.Default.PersonMessage, cancel) is { Totp: not null } or { Skey: not null })
        {
            await output.WriteLineAsync($"\n{answers.Person} already has a factor, which stays as it is.");
            return (int)ExitCode.Ok;
        }

        string[] command = factor == FirstFactor.Totp ? ["totp", "enroll"] : ["skey", "sheet"];
        await output.WriteLineAsync($"\nThe first factor of {answers.Person} (sallyport {string.Join(' ', command)} --for {answers.Person}):");
        return await runCommand([.. command, "--for", answers.Person, "--config", paths.Configuration], output, parsed.InvocationConfiguration.Error);
    }

    private async Task TellAsync(SetupContext context)
    {
        var answers = context.Answers;
        await output.WriteLineAsync();
        if (!context.Services.AreKept)
        {
            await output.WriteLineAsync("Nothing was started permanently. Start these, in this order:");
            await output.WriteLineAsync($"  setpriv --reuid sallyport --regid sallyport --init-groups {context.Program} serve");
            await output.WriteLineAsync(answers.Gate ? $"  {context.Program} gate --config {paths.GateConfiguration}" : $"  {Unit.Sshd(context.DoorOf(answers))} -D -f {context.DoorPaths.Config}");
        }

        var name = answers.PublicName.Length > 0 ? answers.PublicName : Environment.MachineName;
        var login = $"ssh {(answers.TakesPort22 ? "" : $"-p {answers.Port} ")}{(answers.Person.Length > 0 ? answers.Person : "USER")}@{name}";
        await output.WriteLineAsync("Log in with: " + login);
        if (answers.HasPortal && answers.PublicName.Length > 0)
            await output.WriteLineAsync("For the command that users type on their own machines: sallyport site show");
        await Port22Session.TellAsync(context, login, output);
    }
}
