namespace Sallyport.Bench.Gate;

/// <summary>Rounds by turns, so that what else the machine does meets all; medians, and the median and spread of the rounds' ratios.</summary>
internal static class Table
{
    public static Dictionary<Door, List<double>> Of(Door[] doors, int rounds, Func<Door, double> measure)
    {
        var results = doors.ToDictionary(door => door, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
            foreach (var door in round % 2 == 0 ? doors : doors.Reverse())
                results[door].Add(measure(door));
        return results;
    }

    public static void Print(string what, Dictionary<Door, List<double>> results, string against)
    {
        var measure = results.Single(pair => pair.Key.Name == against).Value;
        Console.WriteLine(what);
        foreach (var (door, values) in results)
        {
            var ratios = values.Zip(measure, (ours, theirs) => ours / Math.Max(theirs, 1e-9)).Order().ToList();
            Console.WriteLine($"  {door.Name,-34}{Median(values),12:0.###}   {Median(ratios):0.00} of {against} ({ratios[0]:0.00} to {ratios[^1]:0.00})");
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
