using System.Net;
using Microsoft.Data.Sqlite;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>The trusted networks' rows: public, but sealed empty, so that none is added behind the authority's back.</summary>
internal static class NetworkTable
{
    public static IReadOnlyList<IPNetwork> Load(SqliteConnection connection, KeyRing ring) =>
        [.. Rows(connection).Select(r => Open(ring, r)).OrderBy(n => n.ToString(), StringComparer.Ordinal)];

    public static bool Add(SqliteConnection connection, KeyRing ring, IPNetwork network) => connection.Execute(
        "INSERT OR IGNORE INTO network (cidr, sealed) VALUES (?, ?)", s => s.BindText(1, network.ToString()).BindBlob(2, Seal(ring, network))) == 1;

    public static bool Remove(SqliteConnection connection, IPNetwork network) =>
        connection.Execute("DELETE FROM network WHERE cidr = ?", s => s.BindText(1, network.ToString())) == 1;

    public static int Reseal(SqliteConnection connection, KeyRing ring)
    {
        var rows = Load(connection, ring);
        foreach (var network in rows)
            connection.Execute("UPDATE network SET sealed = ? WHERE cidr = ?", s => s.BindBlob(1, Seal(ring, network)).BindText(2, network.ToString()));
        return rows.Count;
    }

    private static List<NetworkRow> Rows(SqliteConnection connection) =>
        connection.Query("SELECT cidr, sealed FROM network", s => new NetworkRow(s.Text(0), s.Bytes(1).ToArray()));

    private static IPNetwork Open(KeyRing ring, NetworkRow row)
    {
        _ = ring.Open(SealPurpose.Network, row.Cidr, 1, row.Blob);
        return IPNetwork.Parse(row.Cidr);
    }

    private static byte[] Seal(KeyRing ring, IPNetwork network) => ring.Seal(SealPurpose.Network, network.ToString(), 1, default);

    private sealed record NetworkRow(string Cidr, byte[] Blob);
}
