using System.CommandLine;
using Sallyport.Cli.Terminal;
using Sallyport.Gate.Status;

namespace Sallyport.Cli.Gate;

/// <summary><c>sallyport gate ban SOURCE --for LENGTH</c> and <c>sallyport gate unban SOURCE</c>.</summary>
internal static class GateBanCommands
{
    public static Command Ban(Option<string> config)
    {
        var source = Source();
        var length = new Option<TimeSpan>("--for")
        {
            Description = "How long, such as 30m, 12h or 7d.",
            HelpName = "LENGTH",
            Required = true,
            CustomParser = result =>
            {
                if (GateInput.Length(result.Tokens[0].Value) is { } parsed)
                    return parsed;
                result.AddError($"'{result.Tokens[0].Value}' is not a length of time; write 30m, 12h or 7d");
                return default;
            },
        };
        var command = new Command("ban", "Refuse an address or a network for a given time.") { source, length, config };
        command.SetAction((parsed, cancellation) => GateControl.AskAsync(parsed, config, async gate =>
            await Say(parsed, await gate.BanAsync(parsed.GetValue(source)!, parsed.GetValue(length), cancellation))));
        return command;
    }

    public static Command Unban(Option<string> config)
    {
        var source = Source();
        var command = new Command("unban", "Lift the bans and penalties of an address or a network, and of everything in it.") { source, config };
        command.SetAction((parsed, cancellation) => GateControl.AskAsync(parsed, config, async gate =>
            await Say(parsed, await gate.UnbanAsync(parsed.GetValue(source)!, cancellation))));
        return command;
    }

    private static Argument<string> Source()
    {
        var source = new Argument<string>("SOURCE") { Description = "An address or a network: 192.0.2.7, 192.0.2.0/24, 2001:db8::/48." };
        source.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !GateInput.IsNetwork(result.Tokens[0].Value))
                result.AddError($"'{result.Tokens[0].Value}' is not an address or a network; write 192.0.2.7, 192.0.2.0/24 or 2001:db8::/48");
        });
        return source;
    }

    private static async Task<ExitCode> Say(ParseResult parsed, ChangeAnswer answer)
    {
        var to = answer.Done ? parsed.InvocationConfiguration.Output : parsed.InvocationConfiguration.Error;
        await to.WriteLineAsync((answer.Done ? "" : "sallyport: ") + answer.Text);
        return answer.Done ? ExitCode.Ok : ExitCode.Failed;
    }
}
