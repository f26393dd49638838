using System.Globalization;
using PushBench;

if (args is ["serve", var people])
    return await Serving.RunAsync(int.Parse(people, CultureInfo.InvariantCulture));

var logins = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
await using var authority = await Child.StartAsync(logins);
var empty = authority.Resident;
Console.WriteLine($"{logins} people enrolled, none waits: {empty} MiB resident");

using var load = new Load(authority);
var (rush, rushCpu) = await authority.MeasureAsync(() => load.WaitAllAsync(logins));
Console.WriteLine($"{logins} logins asked for a push and wait: {rush.TotalSeconds:F1} s ({rushCpu.TotalSeconds / rush.TotalSeconds:P0} of a core), {authority.Resident} MiB, {(authority.Resident - empty) * 1024.0 / logins:F1} KiB each");

var (idle, idleCpu) = await authority.MeasureAsync(() => Task.Delay(TimeSpan.FromSeconds(20)));
Console.WriteLine($"all wait for 20 s: {idleCpu.TotalSeconds / idle.TotalSeconds:P1} of a core");

var times = await load.ApproveAsync(Math.Min(500, logins));
Console.WriteLine($"from an approval to the answer that lets the login go on, {times.Count} of them, the others waiting: median {At(0.5):F1} ms, 99 of 100 under {At(0.99):F1} ms, longest {times[^1]:F1} ms");
return 0;

double At(double share) => times[(int)Math.Min(times.Count - 1, share * times.Count)];
