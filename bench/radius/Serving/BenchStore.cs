using System.Collections.Immutable;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Audit;

namespace RadiusBench.Serving;

internal enum StoreKind
{
    /// <summary>No disk: what the face and the rules cost alone.</summary>
    Memory,
    /// <summary>The product's store, durable before every answer.</summary>
    Sqlite,
}

/// <summary>A store with the bench's people enrolled.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private const int AtOnce = 512;

    private readonly DirectoryInfo? ours;

    private BenchStore(IStore store, DirectoryInfo? ours) => (Store, this.ours) = (store, ours);

    public IStore Store { get; }

    /// <summary>A store that goes away when it is disposed of.</summary>
    public static async Task<BenchStore> OpenAsync(StoreKind kind, int users, TimeProvider clock)
    {
        if (kind == StoreKind.Memory)
            return await FilledAsync(new MemoryStore(clock), null, users);

        var folder = Directory.CreateTempSubdirectory("sallyport-bench-");
        return await FilledAsync(await SqliteAsync(folder, clock), folder, users);
    }

    /// <summary>A database in a folder, left there.</summary>
    public static async Task<BenchStore> InAsync(DirectoryInfo folder, int users, TimeProvider clock) =>
        await FilledAsync(await SqliteAsync(folder, clock), null, users);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        ours?.Delete(recursive: true);
    }

    private static async Task<IStore> SqliteAsync(DirectoryInfo folder, TimeProvider clock) => await SqliteStore.OpenAsync(
        new SqliteStoreOptions(Path.Combine(folder.FullName, "sallyport.db"), Path.Combine(folder.FullName, "key"), Start: StoreStart.New), clock, CancellationToken.None);

    private static async Task<BenchStore> FilledAsync(IStore store, DirectoryInfo? ours, int users)
    {
        await Parallel.ForAsync(0, users, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancel) =>
            await store.CommitAsync(BenchPeople.Enrolled(number), ImmutableArray<AuditEvent>.Empty, cancel));
        return new BenchStore(store, ours);
    }
}
