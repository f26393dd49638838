using Dapper;
using Microsoft.Data.Sqlite;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage.Stored;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>The Duo hosts' rows, sealed.</summary>
internal static class HostTable
{
    public static IReadOnlyList<DuoHost> Load(SqliteConnection connection, KeyRing ring) =>
        [.. Rows(connection).Select(r => HostForm.Open(ring, r.Name, r.Ikey, r.Sealed)).OrderBy(h => h.Name, StringComparer.Ordinal)];

    /// <summary>False when the name or the integration key is taken.</summary>
    public static bool Add(SqliteConnection connection, KeyRing ring, DuoHost host) => connection.Execute(
        "INSERT OR IGNORE INTO host (name, ikey, sealed) VALUES (@Name, @IntegrationKey, @Blob)",
        new { host.Name, host.IntegrationKey, Blob = HostForm.Seal(ring, host) }) == 1;

    public static bool Remove(SqliteConnection connection, string name) =>
        connection.Execute("DELETE FROM host WHERE name = @name", new { name }) == 1;

    public static int Reseal(SqliteConnection connection, KeyRing ring)
    {
        var rows = Load(connection, ring);
        foreach (var host in rows)
            connection.Execute("UPDATE host SET sealed = @Blob WHERE name = @Name", new { host.Name, Blob = HostForm.Seal(ring, host) });
        return rows.Count;
    }

    private static IEnumerable<Row> Rows(SqliteConnection connection) =>
        connection.Query<Row>("SELECT name AS Name, ikey AS Ikey, sealed AS Sealed FROM host");

    private sealed record Row(string Name, string Ikey, byte[] Sealed);
}
