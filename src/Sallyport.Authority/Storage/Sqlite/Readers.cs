using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>Connections that read, each for one caller at a time; in WAL mode they never wait for the writer.</summary>
internal sealed class Readers(string path) : IDisposable
{
    private const int MostIdle = 8;

    private readonly ConcurrentBag<Reader> idle = [];
    private volatile bool disposed;

    /// <summary>Hands a reader to <paramref name="use"/>.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public T Read<T>(Func<Reader, T> use)
    {
        if (!idle.TryTake(out var reader))
            reader = new Reader(path);
        try
        {
            var result = use(reader);
            if (idle.Count < MostIdle && !disposed)
                idle.Add(reader);
            else
                reader.Dispose();
            return result;
        }
        catch (Exception e)
        {
            reader.Dispose();
            if (e is SqliteException)
                throw StoreFault.Of(e);
            throw;
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var reader))
            reader.Dispose();
    }
}

internal sealed class Reader : IDisposable
{
    private readonly Statement find;
    private readonly Statement registered;

    public Reader(string path)
    {
        // Not read-only: a reader of a WAL database must be able to make its shared-memory file.
        Connection = SystemSqlite.Open(path, SqliteOpenMode.ReadWrite);
        Connection.Execute("PRAGMA query_only = ON");
        find = new Statement(Connection, "SELECT version, standing, sealed FROM person WHERE name = ?");
        registered = new Statement(
            Connection, "SELECT version, standing, sealed, name FROM person WHERE name > ? AND standing <> 0 ORDER BY name LIMIT ?");
    }

    public SqliteConnection Connection { get; }

    public StoredRow? Find(string name)
    {
        find.BindText(1, name);
        try
        {
            return find.Step() ? Row(find, name) : null;
        }
        finally
        {
            find.Reset();
        }
    }

    public IReadOnlyList<StoredRow> RegisteredAfter(string name, int most)
    {
        var rows = new List<StoredRow>();
        registered.BindText(1, name).Bind(2, most);
        while (registered.Step())
            rows.Add(Row(registered, registered.Text(3)));
        registered.Reset();
        return rows;
    }

    public void Dispose()
    {
        find.Dispose();
        registered.Dispose();
        Connection.Dispose();
    }

    private static StoredRow Row(Statement statement, string name) =>
        new(name, statement.Long(0), statement.Long(1), statement.Bytes(2).ToArray());
}

/// <summary>A person as it lies in the database.</summary>
internal readonly record struct StoredRow(string Name, long Version, long Standing, byte[] Blob);
