using Microsoft.Data.Sqlite;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>
/// The keys that outlive those of the key file, sealed in the database: that of the decoys, which must never change, and those of
/// the audit chain, of which each rotation begins a new one (its version is the number of the first row it links).
/// </summary>
internal static class StoredKeys
{
    private const string Decoys = "decoys";
    private const string Audit = "audit";

    /// <summary>Reads both; makes them in a new database.</summary>
    /// <exception cref="SealBrokenException">The key file is another database's, or a row was changed.</exception>
    public static (Secret Decoys, ChainKeys Chain) Load(SqliteConnection connection, KeyRing ring)
    {
        var rows = Rows(connection);
        if (rows.Count == 0)
        {
            using var transaction = connection.BeginTransaction();
            Add(connection, ring, Decoys, 1, ChainKeys.Fresh());
            Add(connection, ring, Audit, 1, ChainKeys.Fresh());
            transaction.Commit();
            rows = Rows(connection);
        }

        var keys = rows.Select(r => (r.Name, r.Version, Key: ring.Open(SealPurpose.StoredKey, r.Name, r.Version, r.Sealed))).ToList();
        var decoys = keys.SingleOrDefault(k => k.Name == Decoys).Key;
        var chain = new ChainKeys(keys.Where(k => k.Name == Audit).Select(k => (k.Version, k.Key)));
        return decoys is null || chain.IsEmpty
            ? throw new StoreException("a stored key is missing from the database; restore a backup")
            : (new Secret(decoys), chain);
    }

    public static byte[] AddChainKey(SqliteConnection connection, KeyRing ring, long first)
    {
        var key = ChainKeys.Fresh();
        Add(connection, ring, Audit, first, key);
        return key;
    }

    /// <summary>Whether all are sealed under the newest key of the ring.</summary>
    public static bool AreFresh(SqliteConnection connection, KeyRing ring) =>
        Rows(connection).All(r => SealingKey.IdOf(r.Sealed) == ring.Newest.Id);

    public static int Reseal(SqliteConnection connection, KeyRing ring)
    {
        var rows = Rows(connection);
        foreach (var row in rows)
        {
            var key = ring.Open(SealPurpose.StoredKey, row.Name, row.Version, row.Sealed);
            connection.Execute(
                "UPDATE stored_key SET sealed = ? WHERE name = ? AND version = ?",
                s => s.BindBlob(1, ring.Seal(SealPurpose.StoredKey, row.Name, row.Version, key)).BindText(2, row.Name).Bind(3, row.Version));
        }
        return rows.Count;
    }

    private static List<SealedRow> Rows(SqliteConnection connection) =>
        connection.Query("SELECT name, version, sealed FROM stored_key", s => new SealedRow(s.Text(0), s.Long(1), s.Bytes(2).ToArray()));

    private static void Add(SqliteConnection connection, KeyRing ring, string name, long version, byte[] key) => connection.Execute(
        "INSERT INTO stored_key (name, version, sealed) VALUES (?, ?, ?)",
        s => s.BindText(1, name).Bind(2, version).BindBlob(3, ring.Seal(SealPurpose.StoredKey, name, version, key)));

    private sealed record SealedRow(string Name, long Version, byte[] Sealed);
}
