using Microsoft.Data.Sqlite;
using Sallyport.Authority.Storage.Sqlite;

namespace Sallyport.Authority.Tests.Storage;

/// <summary>A folder for one store, gone afterwards.</summary>
internal sealed class StoreFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sallyport-store-").FullName;

    public TestClock Clock { get; } = new();

    public string Database => System.IO.Path.Combine(Path, "sallyport.db");

    public string Key => System.IO.Path.Combine(Path, "key");

    /// <summary>Makes the database the first time, as an administrator does.</summary>
    public SqliteStoreOptions Options => new(Database, Key, Start: File.Exists(Database) ? StoreStart.Existing : StoreStart.New);

    public Task<SqliteStore> OpenAsync() => OpenAsync(Options);

    public Task<SqliteStore> OpenAsync(SqliteStoreOptions options) => SqliteStore.OpenAsync(options, Clock, TestContext.Current.CancellationToken);

    /// <summary>Does what somebody with the database's file but without its key can do.</summary>
    public void Tamper(string sql)
    {
        using var connection = SystemSqlite.Open(Database, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TRIGGER IF EXISTS audit_is_append_only_update; DROP TRIGGER IF EXISTS audit_is_append_only_delete;" + sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The first value that the database answers.</summary>
    public string Ask(string sql)
    {
        using var connection = SystemSqlite.Open(Database, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture)!;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
