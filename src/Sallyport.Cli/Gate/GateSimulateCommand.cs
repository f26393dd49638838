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
        var scenario = new Argument<string>("SCENARIO") { Description = "The scenario file; three are included in /usr/share/sallyport/scenarios." };
        var rules = new Option<string>("--rules") { Description = "The gate's configuration file to test (default: the built-in limits).", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print everything as one JSON document." };
        var command = new Command("simulate", "Show how a rule file treats attackers and honest users, in virtual time.") { scenario, rules, json };
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
