using System.Net;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Sallyport.Authority.Machine;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>Reads the audit: its end, and the whole of it to verify the chain.</summary>
internal static class AuditReader
{
    /// <summary>Rows read at a time, so that a long walk does not hold back the writer's log.</summary>
    private const int Stride = 10_000;

    public const string Columns = "number, at, kind, person, source, host, actor, detail, link, person_version";

    public static IReadOnlyList<AuditRow> Tail(SqliteConnection connection, long after, int most)
    {
        using var select = new Statement(connection, $"SELECT {Columns} FROM audit WHERE number > ? ORDER BY number DESC LIMIT ?");
        select.Bind(1, after).Bind(2, most);
        var rows = new List<AuditRow>();
        while (select.Step())
            rows.Add(Row(select));
        rows.Reverse();
        return rows;
    }

    /// <summary>The rows after a number, in order.</summary>
    public static IReadOnlyList<AuditRow> After(SqliteConnection connection, long after, int most)
    {
        using var select = new Statement(connection, $"SELECT {Columns} FROM audit WHERE number > ? ORDER BY number LIMIT ?");
        select.Bind(1, after).Bind(2, most);
        var rows = new List<AuditRow>();
        while (select.Step())
            rows.Add(Row(select));
        return rows;
    }

    /// <summary>The cheap part of <see cref="Verify"/>, for every start: the last row is the one the head names.</summary>
    /// <exception cref="StoreException">It is not.</exception>
    public static void CheckEnd(SqliteConnection connection, AuditHead head)
    {
        var last = Tail(connection, 0, 1);
        var fits = last.Count == 0
            ? head.Number == 0
            : last[0].Number == head.Number && CryptographicOperations.FixedTimeEquals(last[0].Link.AsSpan(), head.Link);
        if (!fits)
            throw new StoreException("rows at the end of the audit are missing or were changed outside the authority; restore a backup, or find out who changed the database");
    }

    /// <summary>For every start too: nobody's stored state is older than the newest that the audit has of it.</summary>
    /// <exception cref="StoreException">Somebody's is.</exception>
    public static void CheckVersions(SqliteConnection connection, long pruned)
    {
        using var select = new Statement(
            connection,
            """
            SELECT a.person FROM (SELECT person, max(person_version) AS newest FROM audit WHERE person_version IS NOT NULL AND person IS NOT NULL GROUP BY person) AS a
            LEFT JOIN person AS p ON p.name = a.person
            WHERE p.version < a.newest OR (p.version IS NULL AND a.newest > ? AND NOT EXISTS (
                SELECT 1 FROM audit AS e WHERE e.person = a.person AND e.person_version = a.newest AND e.kind = 'PersonErased')) LIMIT 1
            """);
        select.Bind(1, pruned);
        if (select.Step())
        {
            throw new StoreException(
                $"the stored data of {LogText.Of(select.Text(0))} is older than the audit says: somebody restored an earlier row, and used codes would be valid again; find out who changed the database, and restore a complete backup");
        }
    }

    /// <param name="chainNow">The keys of the chain as they are at each call: a rotation may come in between.</param>
    public static AuditVerdict Verify(SqliteConnection connection, Func<ChainKeys> chainNow, CancellationToken cancel)
    {
        var head = Head(connection, chainNow);
        var chain = chainNow();
        var versions = new AuditedVersions();
        var last = 0L;
        var link = AuditLink.Start.ToArray();
        var bytes = new AuditLink();
        using var select = new Statement(connection, $"SELECT {Columns} FROM audit WHERE number > ? ORDER BY number LIMIT {Stride}");
        while (last < head.Number)
        {
            cancel.ThrowIfCancellationRequested();
            var before = last;
            select.Bind(1, last);
            while (last < head.Number && select.Step())
            {
                if (select.Long(0) != last + 1 || !Follows(select, bytes, chain.Of(last + 1), link))
                    return new AuditVerdict(last, [.. link], last + 1, null);
                last++;
                if (!select.IsNull(9) && !select.IsNull(3))
                    AddVersion(versions, select, last);
            }

            select.Reset();
            if (last == before)
                return new AuditVerdict(last, [.. link], last + 1, null);
        }

        long? broken = CryptographicOperations.FixedTimeEquals(link, head.Link) ? null : Math.Max(last, 1);
        return new AuditVerdict(last, [.. link], broken, versions.Fallen ?? RolledBack(connection, versions, chainNow, cancel));
    }

    private static void AddVersion(AuditedVersions versions, Statement row, long number)
    {
        var now = new AuditedVersion(row.Long(9), number, row.Long(1));
        if (row.Text(2) == nameof(AuditKind.PersonErased))
            versions.AddErased(row.Text(3), now);
        else
            versions.Add(row.Text(3), now);
    }

    /// <summary>Links the row and compares; <paramref name="link"/> moves on to the row's.</summary>
    private static bool Follows(Statement row, AuditLink bytes, byte[] key, byte[] link)
    {
        bytes.Begin(link, row.Long(0), row.Long(1), row.Long(9));
        for (var column = 2; column <= 7; column++)
        {
            if (row.IsNull(column))
                bytes.AddNone();
            else
                bytes.Add(row.Bytes(column));
        }

        bytes.Finish(key, link);
        return CryptographicOperations.FixedTimeEquals(link, row.Bytes(8));
    }

    /// <summary>The first person whose row is older than the audit says, or is gone without having been pruned.</summary>
    private static string? RolledBack(SqliteConnection connection, AuditedVersions versions, Func<ChainKeys> chainNow, CancellationToken cancel)
    {
        var audited = versions.Newest;
        using var select = new Statement(connection, $"SELECT id, name, version FROM person WHERE id > ? ORDER BY id LIMIT {Stride}");
        var last = 0L;
        for (var rows = 1; rows > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            select.Bind(1, last);
            for (rows = 0; select.Step(); rows++)
            {
                last = select.Long(0);
                var name = select.Text(1);
                if (audited.Remove(name, out var newest) && select.Long(2) < newest.Version)
                    return name;
            }

            select.Reset();
        }

        var pruned = Head(connection, chainNow).Pruned;
        return audited.Where(a => a.Value.Version > pruned && !versions.Erased.Contains(a.Key)).Select(a => a.Key).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>A rotation commits before its key is to be seen here: a second look a moment later settles that.</summary>
    private static AuditHead Head(SqliteConnection connection, Func<ChainKeys> chainNow)
    {
        var before = chainNow();
        try
        {
            return AuditHead.Read(connection, before.Newest) ?? AuditHead.None;
        }
        catch (StoreException) when (SpinWait.SpinUntil(() => !ReferenceEquals(before, chainNow()), TimeSpan.FromMilliseconds(100)))
        {
            return AuditHead.Read(connection, chainNow().Newest) ?? AuditHead.None;
        }
    }

    public static AuditRow Row(Statement row) => new(
        row.Long(0),
        DateTimeOffset.FromUnixTimeMilliseconds(row.Long(1)),
        new AuditEvent(
            Enum.Parse<AuditKind>(row.Text(2)),
            row.TextOrNull(3),
            row.TextOrNull(4) is { } source ? IPAddress.Parse(source) : null,
            row.TextOrNull(5),
            row.TextOrNull(6),
            row.TextOrNull(7)),
        [.. row.Bytes(8)]);
}
