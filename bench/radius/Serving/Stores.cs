using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Storage;

namespace RadiusBench.Serving;

internal enum StoreKind
{
    /// <summary>No disk: what the face and the rules cost alone.</summary>
    Memory,
}

internal static class Stores
{
    public static Task<IStore> OpenAsync(StoreKind kind, int users, TimeProvider clock)
    {
        var store = kind switch
        {
            StoreKind.Memory => new MemoryStore(clock),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        for (var number = 0; number < users; number++)
            store.Put(BenchPeople.Enrolled(number));
        return Task.FromResult<IStore>(store);
    }
}
