using System.Net;
using Microsoft.Data.Sqlite;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>
/// The store of one authority in one SQLite file. One thread writes (<see cref="GroupCommit"/>); readers have connections of their
/// own. Everything of people and hosts is sealed under the key file.
/// </summary>
internal sealed partial class SqliteStore : IStore, IWriterHost
{
    /// <summary>Pages of 4 kB in the log before it is worked into the database: 32 MB.</summary>
    private const int CheckpointPages = 8000;

    private readonly SqliteStoreOptions options;
    private readonly TimeProvider clock;
    private readonly KeyFile keyFile;
    private readonly StoreLock held;
    private readonly Readers readers;
    private readonly PeopleCache cache;

    /// <summary>Names that the database does not have, so that asking for one again takes no longer than for one that it has.</summary>
    private readonly PeopleCache absences;

    private readonly GroupCommit writer;
    private readonly SemaphoreSlim rotating = new(1);
    private volatile KeyRing ring;
    private volatile ChainKeys chain;
    private volatile IReadOnlyList<DuoHost> hosts;
    private volatile IReadOnlyList<IPNetwork> networks;
    private IReadOnlyList<string> prunedNames = [];
    private long pruned;
    private long auditRows;

    private SqliteStore(SqliteStoreOptions options, TimeProvider clock, KeyFile keyFile, KeyRing ring, StoreLock held, SqliteConnection connection)
    {
        (this.options, this.clock, this.keyFile, this.ring, this.held) = (options, clock, keyFile, ring, held);
        (DecoyKey, chain) = StoredKeys.Load(connection, ring);
        hosts = HostTable.Load(connection, ring);
        networks = NetworkTable.Load(connection, ring);
        readers = new Readers(options.DatabasePath);
        cache = new PeopleCache(options.CachedPeople);
        absences = new PeopleCache(options.CachedPeople);
        var session = new WriterSession(connection, chain, clock);
        AuditReader.CheckEnd(connection, session.Head);
        AuditReader.CheckVersions(connection, session.Head.Pruned);
        pruned = session.Pruned;
        auditRows = session.Number;
        writer = new GroupCommit(session, this, clock);
    }

    public Secret DecoyKey { get; }

    public StoreFigures Figures => writer.Figures(Volatile.Read(ref auditRows));

    /// <summary>Opens the database, or makes it; finishes a rotation of keys that was interrupted.</summary>
    /// <exception cref="StoreException">
    /// It cannot be served: the message says why and what to do. A <see cref="KeyFileException"/> when the key file cannot be used, a
    /// <see cref="SealBrokenException"/> when it is another database's or something was changed outside the authority.
    /// </exception>
    public static async Task<SqliteStore> OpenAsync(SqliteStoreOptions options, TimeProvider clock, CancellationToken cancel)
    {
        // The check of a large database takes seconds.
        var store = await Task.Run(() => Open(options, clock), cancel);
        try
        {
            await store.FinishAsync(TheAuthority, cancel);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        readers.Dispose();
        held.Dispose();
        rotating.Dispose();
    }

    WriterSession IWriterHost.Open()
    {
        var connection = OpenForWriting(options.DatabasePath);
        try
        {
            // What failed may be on the disk all the same: everything is read anew.
            (_, chain) = StoredKeys.Load(connection, ring);
            hosts = HostTable.Load(connection, ring);
            networks = NetworkTable.Load(connection, ring);
            return new WriterSession(connection, chain, clock);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    void IWriterHost.BeforeCommit(WriterSession session) => prunedNames = session.Prune(options.MostUnregistered);

    void IWriterHost.AfterCommit(WriterSession session)
    {
        chain = session.Chain;
        Volatile.Write(ref pruned, session.Pruned);
        Volatile.Write(ref auditRows, session.Number);
        foreach (var name in prunedNames)
            cache.Remove(name);
        prunedNames = [];
    }

    void IWriterHost.Failed(StoreException why)
    {
        cache.Clear();
        absences.Clear();
    }

    private static SqliteStore Open(SqliteStoreOptions options, TimeProvider clock)
    {
        var path = Canonical(options.DatabasePath);
        var taken = StoreLock.Take(path);
        SqliteConnection? connection = null;
        try
        {
            var keys = KeyFile.At(options.KeyPath);
            var isNew = !File.Exists(path) || new FileInfo(path).Length == 0;
            CheckStart(isNew, path, keys, options);
            if (isNew && !keys.Exists && keys.Kind == KeyFileKind.Ours)
                keys.Write(KeyRing.Fresh());
            var first = keys.Read();
            if (isNew)
                Make(path);
            connection = OpenForWriting(path);
            Schema.Prepare(connection, path);
            return new SqliteStore(options with { DatabasePath = path }, clock, keys, first, taken, connection);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            taken.Dispose();
            if (e is SqliteException)
                throw StoreFault.Of(e);
            throw;
        }
    }

    private static void CheckStart(bool isNew, string path, KeyFile keys, SqliteStoreOptions options)
    {
        if (!isNew && options.Start == StoreStart.New)
            throw new StoreException($"there is already a database at {path}; start without --new");
        if (isNew && options.Start != StoreStart.New)
        {
            throw new StoreException(keys.Exists
                ? $"the database {path} is missing or empty, but its key file {options.KeyPath} exists: restore a backup, or find out why its disk is not mounted; to start again with no registered users: sallyport serve --new"
                : $"there is no database at {path} yet; create it, once, with: sallyport serve --new");
        }
    }

    /// <summary>One file, one name: a lock beside a link would not be the lock beside the file.</summary>
    private static string Canonical(string path)
    {
        var full = Path.GetFullPath(path);
        return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }

    private static void Make(string path)
    {
        try
        {
            File.Open(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
            Durable.FlushFolderOf(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"the database {path} cannot be created: {e.Message}", e);
        }
    }

    private static SqliteConnection OpenForWriting(string path)
    {
        var connection = SystemSqlite.Open(path, SqliteOpenMode.ReadWrite);
        try
        {
            connection.Execute(
                $"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = {CheckpointPages}");
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw StoreFault.Of(e);
        }
    }

    private Task<T> WriteAsync<T>(Func<WriterSession, T> apply, Action<T>? publish, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return writer.Enqueue(new Write<T>(apply, publish, cancel));
    }
}
