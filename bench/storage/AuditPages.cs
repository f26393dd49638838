using System.Diagnostics;
using System.Net;
using Sallyport.Authority.Audit;
using Sallyport.Authority.Audit.Statistics;
using Sallyport.Authority.Portal.Administration;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Rules.Audit;

namespace StorageBench;

/// <summary>What the portal's pages for administrators ask of a store with a long audit.</summary>
internal static class AuditPages
{
    private const int Repeats = 50;

    public static async Task RunAsync(BenchSettings settings)
    {
        var folder = Directory.CreateDirectory(Path.Combine(settings.Folder, $"audit-{Guid.NewGuid():N}"));
        try
        {
            await using var store = await SqliteStore.OpenAsync(Seeded.OptionsIn(folder.FullName), TimeProvider.System, CancellationToken.None);
            await Seeded.PeopleAsync(store, 0, settings.People);
            var began = Stopwatch.GetTimestamp();
            await store.AppendAsync([new AuditEvent(AuditKind.PersonLocked, "rare", Actor: "root")], CancellationToken.None);
            await Seeded.AuditAsync(store, settings.AuditRows, settings.People);
            Console.WriteLine($"{settings.AuditRows} rows written in {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s");
            await MeasureAsync(store);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(SqliteStore store)
    {
        Console.WriteLine($"{"",-44} {"p50 ms",8} {"worst",8}");
        await QueryAsync(store, "newest page", new AuditQuery());
        await QueryAsync(store, "page of one person", new AuditQuery { Person = BenchSettings.NameOf(17) });
        await QueryAsync(store, "page of somebody who is not there", new AuditQuery { Person = "nobody" });
        await QueryAsync(store, "page of one network", new AuditQuery { Source = IPNetwork.Parse("192.0.2.0/24") });
        await QueryAsync(store, "a kind that is not there: up to the bound", new AuditQuery { Kinds = [AuditKind.PersonLocked] });
        await QueryAsync(store, "a network that is not there: up to the bound", new AuditQuery { Source = IPNetwork.Parse("203.0.113.7/32") });
        await QueryAsync(store, "a day long ago", new AuditQuery { To = DateTimeOffset.UnixEpoch.AddDays(1) });

        using var statistics = new LoginStatistics(store, TimeProvider.System);
        await TimeAsync("state of the site, read for the first time", 1, () => statistics.ReadAsync(24, CancellationToken.None));
        await TimeAsync("state of the site, afterwards", Repeats, () => statistics.ReadAsync(24 * LoginStatistics.Days, CancellationToken.None));
        await TimeAsync("list of users, read for the first time", Repeats / 10, async () =>
        {
            using var lines = new PeopleLines(store, TimeProvider.System);
            _ = await lines.AllAsync(CancellationToken.None);
        });
        await TimeAsync("everything as CSV", 1, () => new AuditExport(store).WriteCsvAsync(new AuditQuery(), Stream.Null, CancellationToken.None));
        await TimeAsync("walk along the chain", 1, () => store.VerifyAsync(CancellationToken.None).AsTask());
    }

    private static Task QueryAsync(SqliteStore store, string what, AuditQuery query) =>
        TimeAsync(what, Repeats, () => store.QueryAsync(query, CancellationToken.None).AsTask());

    private static async Task TimeAsync(string what, int repeats, Func<Task> act)
    {
        var times = new List<double>(repeats);
        for (var i = 0; i < repeats; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await act();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"{what,-44} {times[times.Count / 2],8:F1} {times[^1],8:F1}");
    }
}
