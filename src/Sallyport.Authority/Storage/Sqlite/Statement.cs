using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>
/// A prepared statement of one connection, used again and again without allocating: what every login goes through
/// (ADO.NET's parameters cost more than SQLite's work there). Parameters and columns are counted from 1 and from 0, as SQLite does.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 db;
    private readonly sqlite3_stmt statement;

    public Statement(SqliteConnection connection, string sql)
    {
        db = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    public Statement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(statement, parameter, value));
        return this;
    }

    public Statement BindBlob(int parameter, ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, parameter, 0) : raw.sqlite3_bind_blob(statement, parameter, value));
        return this;
    }

    /// <summary>UTF-8 as it is, NUL bytes included.</summary>
    public Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, which SQLite takes for NULL.
        Check(utf8.IsEmpty
            ? raw.sqlite3_bind_text(statement, parameter, utf8z.FromString(string.Empty))
            : raw.sqlite3_bind_text(statement, parameter, utf8));
        return this;
    }

    public Statement BindText(int parameter, string value)
    {
        Span<byte> buffer = stackalloc byte[512];
        if (value.Length > buffer.Length / 3)
            buffer = new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        return BindText(parameter, buffer[..Encoding.UTF8.GetBytes(value, buffer)]);
    }

    public Statement BindNull(int parameter)
    {
        Check(raw.sqlite3_bind_null(statement, parameter));
        return this;
    }

    /// <summary>True when there is a row. Ends with <see cref="Reset"/>, whatever comes.</summary>
    public bool Step() => raw.sqlite3_step(statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var error => throw Fault(error),
    };

    /// <summary>Runs to the end; how many rows it changed.</summary>
    public int Run()
    {
        try
        {
            while (Step())
            {
            }

            return raw.sqlite3_changes(db);
        }
        finally
        {
            Reset();
        }
    }

    public void Reset() => _ = raw.sqlite3_reset(statement);

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>Text or blob as bytes; good until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public void Dispose() => statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw Fault(result);
    }

    private SqliteException Fault(int error) =>
        new(raw.sqlite3_errmsg(db).utf8_to_string(), error & 0xff, raw.sqlite3_extended_errcode(db));
}
