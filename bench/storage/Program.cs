using StorageBench;

// storage-bench FOLDER [callers] [curve] [audit] [seconds=N] [people=N] [rows=N]
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: StorageBench FOLDER callers|curve|audit [seconds=3] [people=1000] [rows=0]; curve grows to people and rows");
    return 64;
}

var numbers = args.Skip(1).Where(a => a.Contains('=', StringComparison.Ordinal)).ToDictionary(
    a => a.Split('=')[0], a => long.Parse(a.Split('=')[1]), StringComparer.Ordinal);
var settings = new BenchSettings(
    args[0],
    TimeSpan.FromSeconds(numbers.GetValueOrDefault("seconds", 3)),
    (int)numbers.GetValueOrDefault("people", 1000),
    numbers.GetValueOrDefault("rows", 0));
if (args.Contains("curve", StringComparer.Ordinal))
    await Curve.RunAsync(settings);
else if (args.Contains("audit", StringComparer.Ordinal))
    await AuditPages.RunAsync(settings);
else
    await Callers.RunAsync(settings);
return 0;
