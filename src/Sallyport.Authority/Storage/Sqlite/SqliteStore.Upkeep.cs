using Microsoft.Data.Sqlite;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>
/// Backups and the rotation of keys. A rotation: 1. the key file gets a new key, which seals from then on; 2. every person is
/// sealed anew, some at a time between other writes; 3. in one transaction hosts, networks and stored keys are, the audit chain goes
/// on with a new key, and the rotation is audited; 4. the old key leaves the key file. A key file with two keys means that 2 to 4 are
/// to be done: the next start does them.
/// </summary>
internal sealed partial class SqliteStore
{
    private const int ResealedAtATime = 128;

    /// <summary>The actor of a rotation that was begun before a restart.</summary>
    private const string TheAuthority = "sallyport";

    public async ValueTask BackupAsync(string path, CancellationToken cancel) => await Task.Run(
        () =>
        {
            using var connection = SystemSqlite.Open(options.DatabasePath, SqliteOpenMode.ReadWrite);
            Backup.Write(connection, path);
        },
        cancel);

    public async ValueTask<long> RotateKeyAsync(string actor, CancellationToken cancel)
    {
        await rotating.WaitAsync(cancel);
        try
        {
            await FinishAsync(TheAuthority, cancel);
            var next = ring.WithFreshKey();
            keyFile.Write(next);
            ring = next;
            return await FinishAsync(actor, cancel);
        }
        finally
        {
            rotating.Release();
        }
    }

    /// <summary>Steps 2 to 4, if there is more than one key; returns how many sealed rows there are.</summary>
    private async Task<long> FinishAsync(string actor, CancellationToken cancel)
    {
        if (ring.Count == 1)
            return 0;

        var (last, count) = (0L, 0L);
        while (last >= 0)
        {
            var from = last;
            (last, var rows) = await WriteAsync(session => ResealPeople(session, from), null, cancel);
            count += rows;
        }

        count += await WriteAsync(session => ResealTheRest(session, actor), null, cancel);
        // A key that systemd hands in is removed where it is kept; until then both stay, and the newest seals.
        if (keyFile.Kind == KeyFileKind.Credential)
            return count;
        var only = ring.OnlyNewest();
        keyFile.Write(only);
        ring = only;
        return count;
    }

    /// <summary>Returns the last id looked at, -1 when there are no more, and how many rows that were.</summary>
    private (long Last, int Rows) ResealPeople(WriterSession session, long after)
    {
        var rows = session.People.After(after, ResealedAtATime);
        foreach (var row in rows.Where(r => SealingKey.IdOf(r.Blob) != ring.Newest.Id))
        {
            var plain = ring.Open(SealPurpose.Person, row.Name, row.Version, row.Blob);
            session.People.Reseal(row.Id, ring.Seal(SealPurpose.Person, row.Name, row.Version, plain));
        }

        return (rows.Count == 0 ? -1 : rows[^1].Id, rows.Count);
    }

    /// <summary>The stored keys are sealed anew last, so that they tell whether all is.</summary>
    private int ResealTheRest(WriterSession session, string actor)
    {
        if (StoredKeys.AreFresh(session.Connection, ring))
            return 0;

        var count = HostTable.Reseal(session.Connection, ring)
            + NetworkTable.Reseal(session.Connection, ring)
            + StoredKeys.Reseal(session.Connection, ring);
        session.BeginChainKey(StoredKeys.AddChainKey(session.Connection, ring, session.Number + 1));
        session.Append([new AuditEvent(AuditKind.KeyRotated, Actor: actor, Detail: ring.Newest.ToString())], null);
        return count;
    }
}
