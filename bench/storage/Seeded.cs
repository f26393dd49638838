using Sallyport.Authority.Storage.Sqlite;

namespace StorageBench;

/// <summary>Fills a store through its own door, many at a time, so that the chain is a valid one.</summary>
internal static class Seeded
{
    private const int AtATime = 512;

    public static SqliteStoreOptions OptionsIn(string folder) => new(Path.Combine(folder, "sallyport.db"), Path.Combine(folder, "key"));

    public static async Task PeopleAsync(SqliteStore store, int from, int to)
    {
        for (var first = from; first < to; first += AtATime)
        {
            await Task.WhenAll(Enumerable.Range(first, Math.Min(AtATime, to - first)).Select(i =>
                store.CommitAsync(Load.Enrolled(i), [], CancellationToken.None).AsTask()));
        }
    }

    public static async Task AuditAsync(SqliteStore store, long rows, int people)
    {
        var batch = Enumerable.Range(0, 10_000).Select(i => Load.Event(BenchSettings.NameOf(i % people))[0]).ToArray();
        for (var left = rows; left > 0; left -= batch.Length)
            await store.AppendAsync([.. batch.AsSpan(0, (int)Math.Min(left, batch.Length))], CancellationToken.None);
    }
}
