using System.CommandLine;
using System.Text.Json;
using Sallyport.Cli.Terminal;
using Sallyport.Gate.Status;

namespace Sallyport.Cli.Gate;

/// <summary><c>sallyport gate status [--json] [--watch]</c>.</summary>
internal static class GateStatusCommand
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(1);

    public static Command Create(Option<string> config)
    {
        var json = new Option<bool>("--json") { Description = "Print everything as one JSON document." };
        var watch = new Option<bool>("--watch") { Description = "Print the status again every second until interrupted." };
        var command = new Command("status", "Show open and pending connections, penalties, lanes and totals of the running gate.") { config, json, watch };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            return await GateControl.AskAsync(parsed, config, async gate =>
            {
                do
                {
                    var status = await gate.StatusAsync(cancellation);
                    if (parsed.GetValue(watch))
                        await output.WriteAsync("\u001b[H\u001b[2J");
                    await output.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(status, GateJson.Default.GateStatus) : GateStatusText.Of(status));
                    if (parsed.GetValue(watch))
                        await Task.Delay(WatchEvery, TimeProvider.System, cancellation);
                }
                while (parsed.GetValue(watch));
                return ExitCode.Ok;
            });
        });
        return command;
    }
}
