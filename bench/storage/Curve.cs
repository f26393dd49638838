using System.Diagnostics;
using Sallyport.Authority.Storage.Sqlite;

namespace StorageBench;

/// <summary>The same load while people and audit rows grow tenfold a step; also how long opening and verifying take, and the memory.</summary>
internal static class Curve
{
    private const int Callers = 32;

    public static async Task RunAsync(BenchSettings settings)
    {
        var folder = Directory.CreateDirectory(Path.Combine(settings.Folder, $"storage-bench-{Guid.NewGuid():N}")).FullName;
        try
        {
            var (people, rows) = (0, 0L);
            for (var step = 100; ; step *= 10)
            {
                var most = Math.Min(step, settings.People);
                var mostRows = Math.Min(step * 10L, settings.AuditRows);
                await MeasureAsync(settings, folder, (people, most), Math.Max(0, mostRows - rows));
                (people, rows) = (most, Math.Max(rows, mostRows));
                if (most == settings.People)
                    return;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(BenchSettings settings, string folder, (int From, int To) people, long moreRows)
    {
        await using (var store = await SqliteStore.OpenAsync(Seeded.OptionsIn(folder), TimeProvider.System, CancellationToken.None))
        {
            await Seeded.PeopleAsync(store, people.From, people.To);
            await Seeded.AuditAsync(store, moreRows, people.To);
        }

        var opening = Stopwatch.StartNew();
        await using var opened = await SqliteStore.OpenAsync(Seeded.OptionsIn(folder), TimeProvider.System, CancellationToken.None);
        opening.Stop();
        GC.Collect();
        var idle = Environment.WorkingSet;
        await Load.RunAsync(opened, Callers, people.To, TimeSpan.FromSeconds(1));
        var measured = await Load.RunAsync(opened, Callers, people.To, settings.Duration);
        var verifying = Stopwatch.StartNew();
        var verdict = await opened.VerifyAsync(CancellationToken.None);
        verifying.Stop();
        Console.WriteLine($"{people.To} people, {verdict.Rows} audit rows, {new FileInfo(Path.Combine(folder, "sallyport.db")).Length / 1_000_000} MB: "
            + $"opened in {opening.Elapsed.TotalSeconds:F1} s, idle {idle / 1_000_000} MB, verified in {verifying.Elapsed.TotalSeconds:F1} s ({(verdict.IsWhole ? "whole" : "BROKEN")})");
        Table.Head();
        Table.Row(measured, RawDisk.FlushesPerSecond(settings with { Duration = TimeSpan.FromSeconds(1) }));
    }
}
