using System.Net;
using Dapper;
using Microsoft.Data.Sqlite;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>The trusted networks' rows: public, but sealed empty, so that none is added behind the authority's back.</summary>
internal static class NetworkTable
{
    public static IReadOnlyList<IPNetwork> Load(SqliteConnection connection, KeyRing ring) =>
        [.. Rows(connection).Select(r => Open(ring, r)).OrderBy(n => n.ToString(), StringComparer.Ordinal)];

    public static bool Add(SqliteConnection connection, KeyRing ring, IPNetwork network) => connection.Execute(
        "INSERT OR IGNORE INTO network (cidr, sealed) VALUES (@Cidr, @Blob)", Row.Of(ring, network)) == 1;

    public static bool Remove(SqliteConnection connection, IPNetwork network) =>
        connection.Execute("DELETE FROM network WHERE cidr = @cidr", new { cidr = network.ToString() }) == 1;

    public static int Reseal(SqliteConnection connection, KeyRing ring)
    {
        var rows = Load(connection, ring);
        foreach (var network in rows)
            connection.Execute("UPDATE network SET sealed = @Blob WHERE cidr = @Cidr", Row.Of(ring, network));
        return rows.Count;
    }

    private static IEnumerable<Row> Rows(SqliteConnection connection) =>
        connection.Query<Row>("SELECT cidr AS Cidr, sealed AS Blob FROM network");

    private static IPNetwork Open(KeyRing ring, Row row)
    {
        _ = ring.Open(SealPurpose.Network, row.Cidr, 1, row.Blob);
        return IPNetwork.Parse(row.Cidr);
    }

    private sealed record Row(string Cidr, byte[] Blob)
    {
        public static Row Of(KeyRing ring, IPNetwork network) =>
            new(network.ToString(), ring.Seal(SealPurpose.Network, network.ToString(), 1, default));
    }
}
