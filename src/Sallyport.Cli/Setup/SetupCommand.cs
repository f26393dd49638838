using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sallyport.Cli.Setup.Machine;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Sshd;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Setup;

/// <summary><c>sallyport setup</c>: from a fresh machine to a site.</summary>
internal static class SetupCommand
{
    private static readonly Option<FirstFactor?> Factor = new("--factor") { Description = "the first user's factor", HelpName = "totp|skey|none" };

    private static readonly Option<string[]> LeaveOut = new("--leave-out") { Description = "a rule of the machine's own sshd to leave out, as setup named it", HelpName = "RULE" };

    private static readonly Option<bool> TakePort22 = new("--take-port-22") { Description = "move the machine's own sshd to --own-port, and give port 22 to the outside door; put back unless you confirm" };

    private static readonly Option<int> ConfirmWithin = new("--confirm-within") { Description = "minutes in which --take-port-22 must be confirmed (default: 10)", HelpName = "MINUTES", DefaultValueFactory = _ => 10 };

    private static readonly Option<bool> Confirm = new("--confirm") { Description = "confirm --take-port-22, from a new login" };

    private static readonly Option<bool> PutBack = new("--put-back") { Description = "give port 22 back to the machine's own sshd at once, as happens when nobody confirms" };

    private static readonly Option<bool> Yes = new("--yes") { Description = "do not ask: use flags, an earlier setup and defaults" };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "show what would be done, but do nothing" };

    private static readonly Option<bool> NoStart = new("--no-start") { Description = "start nothing permanently, and say how to start it" };

    private static readonly Option<bool> Remove = new("--remove") { Description = "undo everything that setup did, including the database with everybody's factors" };

    /// <param name="runCommand">Runs the commands that enrol the first person.</param>
    public static Command Create(RunCommand runCommand)
    {
        var flags = SetupTopics.All.Concat(SetupTopics.ByFlagOnly).ToDictionary(topic => topic, Flag);
        var command = new Command("setup", "Set up a site on this machine: accounts, configuration, outside door, gate, portal, first user. Port 22 is not touched without --take-port-22.");
        foreach (var flag in flags.Values)
            command.Add(flag);
        foreach (var option in (Option[])[Factor, TakePort22, ConfirmWithin, Confirm, PutBack, LeaveOut, NoStart, Yes, DryRun, Remove])
            command.Add(option);
        command.Validators.Add(result => Together(result, flags.Single(flag => flag.Key.Flag == "--port").Value));
        command.SetAction(async (parsed, cancel) =>
        {
            if (!Environment.IsPrivilegedProcess)
                throw new CommandFailure(ExitCode.NotPermitted, "only root may set up a site; use sudo");
            var setup = new SetupSession(parsed, runCommand, cancel);
            if (parsed.GetValue(Confirm))
                return await setup.ConfirmAsync();
            if (parsed.GetValue(PutBack))
                return await setup.PutBackAsync();
            return parsed.GetValue(Remove) ? await setup.RemoveAsync(parsed.GetValue(Yes)) : await setup.RunAsync(Given(parsed, flags), Mode(parsed), parsed.GetValue(Factor));
        });
        return command;
    }

    /// <summary>Services as this machine has them.</summary>
    public static ISiteServices Services(ParseResult parsed, SetupPaths paths) =>
        SystemdServices.Runs && !parsed.GetValue(NoStart) ? new SystemdSite(paths) : new UnkeptSite(paths, Environment.ProcessPath ?? "/usr/bin/sallyport");

    /// <summary>How long port 22 is taken before somebody must confirm it.</summary>
    public static TimeSpan Patience(ParseResult parsed) => TimeSpan.FromMinutes(parsed.GetValue(ConfirmWithin));

    private static void Together(CommandResult result, Option<string[]> port)
    {
        if (result.GetValue(TakePort22) && result.GetResult(port) is { Implicit: false })
            result.AddError("--take-port-22 and --port exclude each other");
        if (result.GetResult(ConfirmWithin) is { Implicit: false } within && !(within.Tokens is [var token] && byte.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 1 and <= 60))
            result.AddError("--confirm-within takes 1 to 60 minutes");
    }

    private static SetupMode Mode(ParseResult parsed) => (parsed.GetValue(DryRun), parsed.GetValue(Yes)) switch
    {
        (true, _) => SetupMode.Show,
        (_, true) => SetupMode.Do,
        _ => SetupMode.Ask,
    };

    /// <summary>Puts each given flag into the answers; what is wrong with any is one failure.</summary>
    private static GivenFlags Given(ParseResult parsed, Dictionary<SetupTopic, Option<string[]>> flags)
    {
        var given = new Dictionary<SetupTopic, string>();
        foreach (var (topic, flag) in flags)
        {
            if (parsed.GetValue(flag) is { Length: > 0 } words)
                given.Add(topic, string.Join(' ', words));
        }

        return new GivenFlags(given, parsed.GetValue(LeaveOut) ?? [], parsed.GetValue(TakePort22));
    }

    private static Option<string[]> Flag(SetupTopic topic) => new(topic.Flag) { Description = topic.About, HelpName = topic.ValueName, AllowMultipleArgumentsPerToken = true };
}

/// <summary>How far a setup goes by itself.</summary>
internal enum SetupMode
{
    /// <summary>Asks, shows, asks once more, does.</summary>
    Ask = 1,

    /// <summary>Shows and does.</summary>
    Do,

    /// <summary>Shows.</summary>
    Show,
}

/// <param name="Texts">By topic.</param>
/// <param name="LeaveOut">Rules that the door is not to have.</param>
/// <param name="TakesPort22">Whether the door gets port 22.</param>
internal sealed record GivenFlags(IReadOnlyDictionary<SetupTopic, string> Texts, IReadOnlyList<string> LeaveOut, bool TakesPort22)
{
    public IReadOnlySet<string> Names => Texts.Keys.Select(topic => topic.Flag).Concat(TakesPort22 ? ["--port"] : []).ToHashSet(StringComparer.Ordinal);

    /// <exception cref="CommandFailure">A flag's value is wrong.</exception>
    public SetupAnswers Into(SetupAnswers answers)
    {
        foreach (var topic in SetupTopics.All.Concat(SetupTopics.ByFlagOnly))
        {
            if (!Texts.TryGetValue(topic, out var text))
                continue;
            var taken = topic.Take(answers, text);
            answers = taken.Answers ?? throw new CommandFailure(ExitCode.Usage, $"{topic.Flag} is not valid: {taken.Fault}");
        }

        if (TakesPort22)
            answers = answers.AtPort22();
        return LeaveOut.Count > 0 ? answers with { LeaveOut = LeaveOut } : answers;
    }
}
