namespace Sallyport.Bench.Relay;

/// <summary>Rounds by turns, so that what else the machine does meets both; ratios of each round, their median and spread.</summary>
internal static class Comparison
{
    private const int IdleConnections = 2000;

    public static int Run(TimeSpan time, int rounds)
    {
        using var sink = Relays.Self("sink", "sink");
        using var greeter = Relays.Self("greeter", "greet");
        using var holder = Relays.Self("holder", "hold");
        var others = new (string Name, int Threads, string Extra)[]
        {
            ("HAProxy, 1 thread", 1, ""),
            ("HAProxy, as many threads as processors", Environment.ProcessorCount, ""),
            ("HAProxy, 1 thread, pipes of 1 MiB like ours", 1, "tune.pipesize 1048576"),
        };
        foreach (var (name, threads, extra) in others)
        {
            Console.WriteLine($"against {name}");
            foreach (var streams in new[] { 1, 8 })
            {
                using var ours = Relays.Ours(sink.Port);
                using var theirs = Relays.HAProxy(name, sink.Port, threads, extra);
                Rounds($"{streams} stream{(streams == 1 ? "" : "s")}", "GB/s", "CPU s/GB", rounds, () => Load.Throughput(ours, streams, time), () => Load.Throughput(theirs, streams, time));
            }

            using (var ours = Relays.Ours(greeter.Port))
            using (var theirs = Relays.HAProxy(name, greeter.Port, threads, extra))
                Rounds("connections", "/s", "CPU s/10,000", rounds, () => Load.Connections(ours, time), () => Load.Connections(theirs, time));
        }

        using (var ours = Relays.Ours(holder.Port))
        using (var theirs = Relays.HAProxy("HAProxy", holder.Port, 1, ""))
            Console.WriteLine($"memory of one idle connection of {IdleConnections}: sallyport {Load.IdleMemory(ours, IdleConnections):F0} bytes, HAProxy {Load.IdleMemory(theirs, IdleConnections):F0} bytes");
        return 0;
    }

    private static void Rounds(string what, string rate, string cost, int rounds, Func<(double Rate, double Cost)> ours, Func<(double Rate, double Cost)> theirs)
    {
        ours();
        theirs();
        var a = new List<(double Rate, double Cost)>();
        var b = new List<(double Rate, double Cost)>();
        for (var i = 0; i < rounds; i++)
        {
            if (i % 2 == 0)
                a.Add(ours());
            b.Add(theirs());
            if (i % 2 != 0)
                a.Add(ours());
        }

        Console.WriteLine($"  {what,-12} {rate,-13} {Line(a, b, x => x.Rate)}");
        Console.WriteLine($"  {"",-12} {cost,-13} {Line(a, b, x => x.Cost)}");
    }

    private static string Line(List<(double Rate, double Cost)> a, List<(double Rate, double Cost)> b, Func<(double Rate, double Cost), double> of)
    {
        var ratios = a.Zip(b, (x, y) => of(x) / of(y)).Order().ToList();
        return $"ours {Median(a.Select(of)),9:G4}  theirs {Median(b.Select(of)),9:G4}  ratio {Median(ratios):F2} ({ratios[0]:F2} to {ratios[^1]:F2})";
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
    }
}
