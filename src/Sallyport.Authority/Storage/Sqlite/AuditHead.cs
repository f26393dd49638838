using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>The end of the audit chain, kept beside it under a MAC.</summary>
/// <param name="Number">The number of the last row, 0 when there is none.</param>
/// <param name="Link">The link of the last row.</param>
/// <param name="Pruned">The highest version of an unregistered name that was ever pruned: new rows begin above it, so that no name's version comes twice.</param>
internal sealed record AuditHead(long Number, byte[] Link, long Pruned)
{
    public static readonly AuditHead None = new(0, AuditLink.Start, 0);

    /// <summary>Null when there is none yet.</summary>
    /// <exception cref="StoreException">It was changed outside the authority.</exception>
    public static AuditHead? Read(SqliteConnection connection, byte[] key)
    {
        using var select = new Statement(connection, "SELECT number, link, pruned, mac FROM head");
        if (!select.Step())
            return null;

        var head = new AuditHead(select.Long(0), select.Bytes(1).ToArray(), select.Long(2));
        var mac = AuditLink.HeadMac(key, head.Number, head.Pruned, head.Link);
        return CryptographicOperations.FixedTimeEquals(mac, select.Bytes(3))
            ? head
            : throw new StoreException("the end of the audit was changed outside the authority; restore a backup, or find out who changed the database");
    }
}
