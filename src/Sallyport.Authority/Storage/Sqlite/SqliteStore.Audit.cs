using System.Collections.Immutable;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    public async ValueTask AppendAsync(ImmutableArray<AuditEvent> events, CancellationToken cancel) => await WriteAsync(
        session =>
        {
            session.Append(events, null);
            return events.Length;
        },
        null,
        cancel);

    public async ValueTask<IReadOnlyList<AuditRow>> TailAsync(long after, int most, CancellationToken cancel) =>
        await Task.Run(() => readers.Read(r => AuditReader.Tail(r.Connection, after, most)), cancel);

    public async ValueTask<AuditPage> QueryAsync(AuditQuery query, CancellationToken cancel) =>
        await Task.Run(() => readers.Read(r => AuditSearch.Find(r.Connection, query, cancel)), cancel);

    public async ValueTask<IReadOnlyList<AuditRow>> AfterAsync(long after, int most, CancellationToken cancel) =>
        await Task.Run(() => readers.Read(r => AuditReader.After(r.Connection, after, most)), cancel);

    public async ValueTask<long> LastBeforeAsync(DateTimeOffset moment, CancellationToken cancel) =>
        await Task.Run(() => readers.Read(r => AuditSearch.LastBefore(r.Connection, moment)), cancel);

    public async ValueTask<AuditVerdict> VerifyAsync(CancellationToken cancel) =>
        await Task.Run(() => readers.Read(r => AuditReader.Verify(r.Connection, () => chain, cancel)), cancel);
}
