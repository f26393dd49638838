using Sallyport.Gate.Admission;
using Sallyport.Gate.Simulation;

namespace Sallyport.Gate.Tests.Simulation;

internal static class Runs
{
    public static SimulationReport Of(string scenario, AdmissionRules? rules = null)
    {
        var file = Path.Combine(Path.GetTempPath(), $"scenario-{Guid.NewGuid():N}.conf");
        File.WriteAllText(file, scenario);
        try
        {
            return OfFile(file, rules);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static SimulationReport OfFile(string path, AdmissionRules? rules = null)
    {
        var (scenario, faults) = ScenarioFile.Load(path);
        Assert.Empty(faults);
        rules ??= new AdmissionRules();
        var run = new Simulator(scenario!, rules, AccessLists.None);
        run.Run(TestContext.Current.CancellationToken);
        return SimulationReport.Of(scenario!, run, rules, "built-in", TimeSpan.FromSeconds(1));
    }
}
