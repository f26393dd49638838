namespace Sallyport.Authority.Storage.Sqlite;

/// <param name="DatabasePath">The database file; made at the first start, mode 0600. Its folder must exist.</param>
/// <param name="KeyPath">The key file, in another folder at best; made at the first start, mode 0600. A path in <c>$CREDENTIALS_DIRECTORY</c> is only read.</param>
/// <param name="MostStrangers">Names that nobody registered, of which guesses are remembered; beyond this the oldest are forgotten. At least 1.</param>
/// <param name="CachedPeople">People kept in memory at most, about 1 kB each; twice as many for moments.</param>
internal sealed record SqliteStoreOptions(string DatabasePath, string KeyPath, int MostStrangers = 100_000, int CachedPeople = 10_000);
