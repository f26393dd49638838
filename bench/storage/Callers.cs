using Sallyport.Authority.Storage.Sqlite;

namespace StorageBench;

/// <summary>Durable commits a second at 1 to 64 callers, beside the disk's raw flushes.</summary>
internal static class Callers
{
    public static async Task RunAsync(BenchSettings settings)
    {
        var folder = Directory.CreateDirectory(Path.Combine(settings.Folder, $"storage-bench-{Guid.NewGuid():N}")).FullName;
        try
        {
            await using var store = await SqliteStore.OpenAsync(Seeded.OptionsIn(folder), TimeProvider.System, CancellationToken.None);
            await Seeded.PeopleAsync(store, 0, settings.People);
            await Seeded.AuditAsync(store, settings.AuditRows, settings.People);
            await Load.RunAsync(store, 16, settings.People, settings.Duration);
            Table.Head();
            for (var callers = 1; callers <= 64; callers *= 2)
            {
                var flushes = RawDisk.FlushesPerSecond(settings with { Duration = TimeSpan.FromSeconds(1) });
                Table.Row(await Load.RunAsync(store, callers, settings.People, settings.Duration), flushes);
            }

            Console.WriteLine((await store.VerifyAsync(CancellationToken.None)).IsWhole ? "the chain is whole" : "THE CHAIN IS BROKEN");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
