using Sallyport.Bench.Attack;

var chosen = args is ["all"] ? Drills.All : [.. Drills.All.Where(drill => args.Contains(drill.Name, StringComparer.Ordinal))];
if (chosen.IsEmpty || (args is not ["all"] && chosen.Length != args.Length))
{
    Console.Error.WriteLine("usage: bench/run attack all | NAME...");
    foreach (var drill in Drills.All)
        Console.Error.WriteLine($"  {drill.Name,-12} {drill.About}");
    return 2;
}

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};
var missed = 0;
foreach (var drill in chosen)
{
    Console.WriteLine($"{drill.Name}: {drill.About}");
    foreach (var figure in await drill.RunAsync(stopping.Token))
    {
        Console.WriteLine($"  {figure}");
        missed += figure.Holds ? 0 : 1;
    }
}

return missed == 0 ? 0 : 1;
