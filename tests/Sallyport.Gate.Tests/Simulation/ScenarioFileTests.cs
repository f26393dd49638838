using Sallyport.Gate.Simulation;

namespace Sallyport.Gate.Tests.Simulation;

public sealed class ScenarioFileTests
{
    [Theory]
    [InlineData("alphabet-2011")]
    [InlineData("slow-botnet")]
    [InlineData("hopping-flood")]
    public void A_scenario_that_ships_is_without_fault(string name)
    {
        var (scenario, faults) = ScenarioFile.Load(Shipped(name));
        Assert.Empty(faults);
        Assert.Contains(scenario!.Parties, p => p is Guessers);
        Assert.Contains(scenario.Parties, p => p is HonestUsers);
    }

    [Fact]
    public void In_the_alphabet_run_the_guesser_gets_a_few_tries_an_hour_and_nobody_else_notices()
    {
        var report = Runs.OfFile(Shipped("alphabet-2011"));
        Assert.InRange(report.Guessers[0].GuessesPerSourceAndHour, 0.1, 5);
        Assert.All(report.Users, u => Assert.Equal(0, u.GivenUp));
        Assert.All(report.Users, u => Assert.Equal(u.Wanted, u.AtOnce));
    }

    [Fact]
    public void All_faults_are_told_at_once_with_their_lines()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "[scenario]\nlenth = 3h\nstart = yesterday\n[guessers a]\nevery = 5s..3s\nsources = 0\n[wolves b]\n");
        var (scenario, faults) = ScenarioFile.Load(file);
        File.Delete(file);
        Assert.Null(scenario);
        Assert.Equal([2, 3, 4, 5, 6, 7], faults.Select(f => f.Line).Order());
    }

    internal static string Shipped(string name)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Sallyport.slnx"))) directory = directory.Parent!;
        return Path.Combine(directory.FullName, "packaging", "scenarios", name + ".conf");
    }
}
