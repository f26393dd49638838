using System.Text;
using Microsoft.Data.Sqlite;
using Sallyport.Rules.Networks;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>Finds rows of the audit, newest first: by the index of times, or by that of people where one is named. The rest is looked at row by row, up to a bound.</summary>
internal static class AuditSearch
{
    public static AuditPage Find(SqliteConnection connection, AuditQuery query, CancellationToken cancel)
    {
        var index = query.Person is null ? "audit_at" : "audit_person";
        var person = query.Person is null ? "?4 IS NULL" : "person = ?4";
        using var select = new Statement(
            connection,
            $"SELECT {AuditReader.Columns} FROM audit INDEXED BY {index} WHERE {person} AND at >= ?1 AND at <= ?2 AND (at < ?2 OR number < ?3) ORDER BY at DESC, number DESC");
        var (last, number) = End(query);
        select.Bind(1, query.From is { } from ? Milliseconds(from) : long.MinValue).Bind(2, last).Bind(3, number);
        if (query.Person is { } name)
            select.BindText(4, name);
        else
            select.BindNull(4);

        var filter = new RowFilter(query);
        var rows = new List<AuditRow>();
        AuditCursor? reached = null;
        for (var looked = 0; looked < AuditQuery.MostLookedAt && rows.Count < query.Most; looked++)
        {
            if (looked % 1000 == 0)
                cancel.ThrowIfCancellationRequested();
            if (!select.Step())
                return new AuditPage(rows, null);
            reached = new AuditCursor(DateTimeOffset.FromUnixTimeMilliseconds(select.Long(1)), select.Long(0));
            if (filter.Matches(select))
                rows.Add(AuditReader.Row(select));
        }

        return new AuditPage(rows, reached);
    }

    /// <summary>The number of the last row before a moment, 0 when there is none: where a walk forward begins.</summary>
    public static long LastBefore(SqliteConnection connection, DateTimeOffset moment)
    {
        using var select = new Statement(connection, "SELECT number FROM audit INDEXED BY audit_at WHERE at < ? ORDER BY at DESC, number DESC LIMIT 1");
        return select.Bind(1, Milliseconds(moment)).Step() ? select.Long(0) : 0;
    }

    /// <summary>The time of which rows are wanted at most, and the number below which they are wanted at that time.</summary>
    private static (long At, long Number) End(AuditQuery query)
    {
        var to = query.To is { } moment ? Milliseconds(moment) : long.MaxValue;
        return query.Before is { } before && Milliseconds(before.At) < to ? (Milliseconds(before.At), before.Number) : (to, 0);
    }

    private static long Milliseconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    /// <summary>The query's conditions on a row's bytes, so that a row that is not wanted makes no objects.</summary>
    private sealed class RowFilter(AuditQuery query)
    {
        private readonly byte[][] kinds = [.. query.Kinds.Select(kind => Encoding.UTF8.GetBytes(kind.ToString()))];
        private readonly byte[]? host = query.Host is { } name ? Encoding.UTF8.GetBytes(name) : null;

        public bool Matches(Statement row) => KindMatches(row) && HostMatches(row) && SourceMatches(row);

        private bool KindMatches(Statement row)
        {
            if (kinds.Length == 0)
                return true;
            var stored = row.Bytes(2);
            foreach (var kind in kinds)
            {
                if (stored.SequenceEqual(kind))
                    return true;
            }

            return false;
        }

        private bool HostMatches(Statement row) => host is null || (!row.IsNull(5) && row.Bytes(5).SequenceEqual(host));

        private bool SourceMatches(Statement row) =>
            query.Source is not { } network || (Addresses.Parse(row.TextOrNull(4)) is { } source && network.Contains(source));
    }
}
