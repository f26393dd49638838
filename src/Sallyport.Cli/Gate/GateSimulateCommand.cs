using System.CommandLine;
using Sallyport.Cli.Terminal;
using Sallyport.Gate.Machine;
using Sallyport.Gate.Simulation;

namespace Sallyport.Cli.Gate;

/// <summary><c>sallyport gate simulate SCENARIO [--rules FILE] [--json]</c>.</summary>
internal static class GateSimulateCommand
{
    public static Command Create()
    {
        var scenario = new Argument<string>("SCENARIO") { Description = "Who comes and when; three ship in /usr/share/sallyport/scenarios." };
        var rules = new Option<string>("--rules") { Description = "The gate's configuration file to try; the built-in limits without it.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print everything as one JSON document." };
        var command = new Command("simulate", "Show what attackers and honest users would get under a rule file, in virtual time.") { scenario, rules, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var exit = await SimulationRun.RunAsync(
                parsed.GetValue(scenario)!,
                parsed.GetValue(rules),
                parsed.GetValue(json) ? SimulationFormat.Json : SimulationFormat.Table,
                parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error,
                TimeProvider.System,
                cancellation);
            return (int)(exit == GateExit.Ok ? ExitCode.Ok : ExitCode.Configuration);
        });
        return command;
    }
}
