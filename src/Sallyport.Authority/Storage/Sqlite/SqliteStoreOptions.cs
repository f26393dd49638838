namespace Sallyport.Authority.Storage.Sqlite;

/// <param name="DatabasePath">The database file; made by a start with <see cref="StoreStart.New"/>, mode 0600. Its folder must exist.</param>
/// <param name="KeyPath">The key file, in another folder at best; made with the database, mode 0600. A path in <c>$CREDENTIALS_DIRECTORY</c> is only read.</param>
/// <param name="MostUnregistered">Names that nobody registered, of which guesses are remembered; beyond this the oldest are forgotten. At least 1.</param>
/// <param name="CachedPeople">People kept in memory at most, about 1 kB each; twice as many for moments.</param>
/// <param name="Start">Whether there must be a database.</param>
internal sealed record SqliteStoreOptions(string DatabasePath, string KeyPath, int MostUnregistered = 100_000, int CachedPeople = 10_000, StoreStart Start = StoreStart.Existing);

/// <summary>A database that is lost must not become an empty one by a restart: nobody would be registered, and in a roll-out everybody let in.</summary>
internal enum StoreStart
{
    /// <summary>There must be one.</summary>
    Existing = 1,
    /// <summary>There must be none, and one is made.</summary>
    New = 2,
}
