using System.Text.Json;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Simulation;

/// <summary>How a simulation is printed.</summary>
public enum SimulationFormat
{
    Table,
    Json,
}

/// <summary><c>sallyport gate simulate</c>: a scenario against a rule file, in virtual time.</summary>
public static class SimulationRun
{
    /// <summary>Runs it and prints what everybody got, or every fault of the two files with its line.</summary>
    /// <param name="scenarioFile">See docs/operators/simulate.md.</param>
    /// <param name="ruleFile">A gate's configuration file; null for the built-in rules.</param>
    /// <param name="format">For people or for programs.</param>
    /// <param name="output">Takes the report.</param>
    /// <param name="error">Takes the faults.</param>
    /// <param name="time">Only measures how long the run takes.</param>
    /// <param name="cancel">Ends a run early, by an <see cref="OperationCanceledException"/>.</param>
    public static async Task<GateExit> RunAsync(
        string scenarioFile, string? ruleFile, SimulationFormat format, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancel)
    {
        var (scenario, faults) = ScenarioFile.Load(scenarioFile);
        var (rules, lists) = (new AdmissionRules(), AccessLists.None);
        if (ruleFile is not null)
        {
            var (configuration, loaded, wrong) = GateConfigurationFile.Load(ruleFile);
            (rules, lists, faults) = (configuration?.Rules ?? rules, loaded, [.. faults, .. wrong]);
        }

        foreach (var fault in faults)
            await error.WriteLineAsync("sallyport: " + fault);
        if (scenario is null || faults.Count > 0)
            return GateExit.Configuration;
        var started = time.GetTimestamp();
        var run = new Simulator(scenario, rules, lists);
        run.Run(cancel);
        var report = SimulationReport.Of(scenario, run, rules, ruleFile ?? "built-in", time.GetElapsedTime(started));
        await output.WriteLineAsync(
            format == SimulationFormat.Json ? JsonSerializer.Serialize(report, SimulationJson.Default.SimulationReport) : SimulationTable.Text(report));
        return GateExit.Ok;
    }
}
