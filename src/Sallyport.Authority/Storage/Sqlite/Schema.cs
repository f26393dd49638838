using Microsoft.Data.Sqlite;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>
/// The tables, as numbered steps that are only ever added to: step N brings a database from version N-1 to N
/// (<c>PRAGMA user_version</c>), in one transaction. A new step comes with a seeded database of the version before it in tests/vectors/store.
/// </summary>
internal static class Schema
{
    /// <summary>"SLYP": <c>file(1)</c> and we tell our databases from others.</summary>
    private const int ApplicationId = 0x534C5950;

    private static readonly string[] Steps =
    [
        """
        CREATE TABLE person (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            version INTEGER NOT NULL,
            standing INTEGER NOT NULL,
            touched INTEGER NOT NULL,
            sealed BLOB NOT NULL);
        CREATE INDEX person_strangers ON person (touched) WHERE standing = 0;
        CREATE TABLE host (name TEXT PRIMARY KEY, ikey TEXT NOT NULL UNIQUE, sealed BLOB NOT NULL);
        CREATE TABLE network (cidr TEXT PRIMARY KEY, sealed BLOB NOT NULL);
        CREATE TABLE stored_key (name TEXT NOT NULL, version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (name, version));
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            person TEXT, source TEXT, host TEXT, actor TEXT, detail TEXT,
            person_version INTEGER,
            link BLOB NOT NULL);
        CREATE TABLE head (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            number INTEGER NOT NULL,
            link BLOB NOT NULL,
            pruned INTEGER NOT NULL,
            mac BLOB NOT NULL);
        CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
        CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
        """,
        """
        CREATE INDEX audit_at ON audit (at);
        CREATE INDEX audit_person ON audit (person, at) WHERE person IS NOT NULL;
        """,
    ];

    public static int Current => Steps.Length;

    /// <summary>Brings the database up to date; makes the tables of a new one.</summary>
    /// <exception cref="StoreException">Not a database of ours, damaged, or of a newer version.</exception>
    public static void Prepare(SqliteConnection connection, string path)
    {
        try
        {
            var application = Number(connection, "PRAGMA application_id");
            var isEmpty = Number(connection, "SELECT count(*) FROM sqlite_master") == 0;
            if (!isEmpty && application != ApplicationId)
                throw new StoreException($"{path} is another program's database; name another file");
            var check = connection.Query("PRAGMA quick_check(1)", s => s.Text(0)).First();
            if (check != "ok")
                throw new StoreException($"the database {path} is damaged ({check}); restore a backup");
            Migrate(connection, path);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            throw new StoreException($"the database {path} is damaged ({e.Message}); restore a backup", e);
        }
    }

    private static void Migrate(SqliteConnection connection, string path)
    {
        var version = (int)Number(connection, "PRAGMA user_version");
        if (version > Current)
            throw new StoreException($"the database {path} was written by a newer version (schema {version}, here {Current}); run that version or a later one");

        for (var step = version; step < Current; step++)
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(Steps[step]);
            connection.Execute($"PRAGMA user_version = {step + 1}; PRAGMA application_id = {ApplicationId}");
            transaction.Commit();
        }
    }

    private static long Number(SqliteConnection connection, string sql) => connection.Query(sql, s => s.Long(0)).Single();
}
