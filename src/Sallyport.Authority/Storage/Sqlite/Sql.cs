using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>SQL that runs now and then, each time by a <see cref="Statement"/> of its own.</summary>
internal static class Sql
{
    /// <summary>Runs statements without parameters, one after the other.</summary>
    /// <exception cref="SqliteException">One of them failed; those before it were run.</exception>
    public static void Execute(this SqliteConnection connection, string script)
    {
        var result = raw.sqlite3_exec(connection.Handle, script, out var message);
        if (result != raw.SQLITE_OK)
            throw new SqliteException(message ?? script, result & 0xff, raw.sqlite3_extended_errcode(connection.Handle));
    }

    /// <summary>Runs one statement; how many rows it changed.</summary>
    /// <param name="bind">Binds its parameters, counted from 1.</param>
    /// <exception cref="SqliteException">It failed.</exception>
    public static int Execute(this SqliteConnection connection, string sql, Action<Statement> bind)
    {
        using var statement = new Statement(connection, sql);
        bind(statement);
        return statement.Run();
    }

    /// <summary>Every row of a query without parameters.</summary>
    /// <param name="row">Reads the columns of one row, counted from 0.</param>
    /// <exception cref="SqliteException">It failed.</exception>
    public static List<T> Query<T>(this SqliteConnection connection, string sql, Func<Statement, T> row)
    {
        using var statement = new Statement(connection, sql);
        var rows = new List<T>();
        while (statement.Step())
            rows.Add(row(statement));
        return rows;
    }
}
