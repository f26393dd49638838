using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Sallyport.Authority.Machine;
using SQLitePCL;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>The system's SQLite library (Debian: libsqlite3-0, which Debian keeps safe), bound once per process.</summary>
internal static class SystemSqlite
{
    private const string Library = "libsqlite3.so.0";
    private const int BusyMilliseconds = 5000;

    private static readonly Lazy<nint> Bound = new(Bind);

    /// <summary>An open connection.</summary>
    /// <exception cref="StoreException">The library is missing or the file cannot be opened.</exception>
    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        _ = Bound.Value;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = BusyMilliseconds / 1000,
        }.ConnectionString);
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle, BusyMilliseconds);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw StoreFault.Of(e);
        }
    }

    private static nint Bind()
    {
        if (!NativeLibrary.TryLoad(Library, out var handle))
            throw new StoreException($"{Library} is missing; install it (Debian: apt-get install libsqlite3-0)");
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_sqlite3());
        return handle;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? paths) =>
        name == "sqlite3" ? NativeLibrary.Load(Library) : 0;
}
