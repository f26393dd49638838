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

/// <summary>A store in a folder that goes away with it, with the bench's people enrolled.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private const int AtOnce = 512;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sallyport-bench-");

    private BenchStore()
    {
    }

    public IStore Store { get; private set; } = null!;

    public static async Task<BenchStore> OpenAsync(StoreKind kind, int users, TimeProvider clock)
    {
        var opened = new BenchStore();
        opened.Store = kind == StoreKind.Memory
            ? new MemoryStore(clock)
            : await SqliteStore.OpenAsync(
                new SqliteStoreOptions(Path.Combine(opened.folder.FullName, "sallyport.db"), Path.Combine(opened.folder.FullName, "key")),
                clock,
                CancellationToken.None);
        await Parallel.ForAsync(0, users, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancel) =>
            await opened.Store.CommitAsync(BenchPeople.Enrolled(number), ImmutableArray<AuditEvent>.Empty, cancel));
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
