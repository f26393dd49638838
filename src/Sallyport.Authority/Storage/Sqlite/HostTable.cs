using Microsoft.Data.Sqlite;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage.Stored;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>The Duo hosts' rows, sealed.</summary>
internal static class HostTable
{
    public static IReadOnlyList<DuoHost> Load(SqliteConnection connection, KeyRing ring) =>
        [.. Rows(connection).Select(r => HostRecord.Open(ring, r.Name, r.Ikey, r.Sealed)).OrderBy(h => h.Name, StringComparer.Ordinal)];

    /// <summary>False when the name or the integration key is taken.</summary>
    public static bool Add(SqliteConnection connection, KeyRing ring, DuoHost host) => connection.Execute(
        "INSERT OR IGNORE INTO host (name, ikey, sealed) VALUES (?, ?, ?)",
        s => s.BindText(1, host.Name).BindText(2, host.IntegrationKey).BindBlob(3, HostRecord.Seal(ring, host))) == 1;

    public static bool Remove(SqliteConnection connection, string name) =>
        connection.Execute("DELETE FROM host WHERE name = ?", s => s.BindText(1, name)) == 1;

    public static int Reseal(SqliteConnection connection, KeyRing ring)
    {
        var rows = Load(connection, ring);
        foreach (var host in rows)
            connection.Execute("UPDATE host SET sealed = ? WHERE name = ?", s => s.BindBlob(1, HostRecord.Seal(ring, host)).BindText(2, host.Name));
        return rows.Count;
    }

    private static List<HostRow> Rows(SqliteConnection connection) =>
        connection.Query("SELECT name, ikey, sealed FROM host", s => new HostRow(s.Text(0), s.Text(1), s.Bytes(2).ToArray()));

    private sealed record HostRow(string Name, string Ikey, byte[] Sealed);
}
