using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>
/// The one connection that writes, with its statements and what it must remember between transactions. After any error it is thrown
/// away with all it remembers, and a new one reads everything from the database.
/// </summary>
internal sealed class WriterSession : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly TimeProvider clock;
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Statement appendAudit;
    private readonly Statement writeHead;
    private readonly AuditLink link = new();
    private readonly byte[] lastLink;
    private readonly Dictionary<string, long> erased = new(StringComparer.Ordinal);
    private bool headMoved;

    public WriterSession(SqliteConnection connection, ChainKeys chain, TimeProvider clock)
    {
        (this.connection, this.clock, Chain) = (connection, clock, chain);
        begin = new Statement(connection, "BEGIN IMMEDIATE");
        commit = new Statement(connection, "COMMIT");
        appendAudit = new Statement(
            connection,
            "INSERT INTO audit (number, at, kind, person, source, host, actor, detail, person_version, link) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        writeHead = new Statement(connection, "INSERT OR REPLACE INTO head (id, number, link, pruned, mac) VALUES (1, ?, ?, ?, ?)");
        var head = AuditHead.Read(connection, chain.Newest) ?? AuditHead.None;
        (Number, lastLink, Pruned) = (head.Number, [.. head.Link], head.Pruned);
        People = new PeopleTable(connection);
        foreach (var (name, version) in connection.Query(
            $"SELECT person, max(person_version) FROM audit WHERE kind = '{nameof(AuditKind.PersonErased)}' GROUP BY person", row => (row.Text(0), row.Long(1))))
        {
            erased[name] = version;
        }
    }

    public SqliteConnection Connection => connection;

    public PeopleTable People { get; }

    public ChainKeys Chain { get; private set; }

    public AuditHead Head => new(Number, [.. lastLink], Pruned);

    /// <summary>The number of the last audit row.</summary>
    public long Number { get; private set; }

    /// <summary>See <see cref="AuditHead.Pruned"/>.</summary>
    public long Pruned { get; private set; }

    public void Begin() => begin.Run();

    /// <summary>Returns when the transaction is on the disk.</summary>
    public void Commit()
    {
        if (headMoved)
        {
            writeHead.Bind(1, Number).BindBlob(2, lastLink).Bind(3, Pruned)
                .BindBlob(4, AuditLink.HeadMac(Chain.Newest, Number, Pruned, lastLink)).Run();
            headMoved = false;
        }

        commit.Run();
    }

    public void Append(ImmutableArray<AuditEvent> events, long? personVersion)
    {
        var at = clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var e in events)
            Append(e, at, personVersion);
    }

    /// <summary>Rows from the next one on are linked with this key.</summary>
    public void BeginChainKey(byte[] key)
    {
        Chain = Chain.With(Number + 1, key);
        headMoved = true;
    }

    /// <summary>
    /// Forgets a person. The event has the version after the last, so that the audit tells an erased person from one whose row was taken away, and
    /// a row that was put back from one that is new.
    /// </summary>
    public bool Erase(string name, AuditEvent happened)
    {
        if (People.Erase(name) is not { } version)
            return false;
        erased[name] = version + 1;
        Append([happened], version + 1);
        return true;
    }

    /// <summary>The version of a name's first row: above every version that the name ever had.</summary>
    public long FirstVersion(string name) => Math.Max(Pruned, erased.GetValueOrDefault(name)) + 1;

    /// <summary>Forgets the unregistered names that were touched longest ago, down to <paramref name="most"/>; returns their names.</summary>
    public IReadOnlyList<string> Prune(int most)
    {
        if (People.Unregistered <= most)
            return [];

        var (names, highest) = People.Prune(People.Unregistered - most);
        Pruned = Math.Max(Pruned, highest);
        headMoved = true;
        return names;
    }

    public void Dispose()
    {
        begin.Dispose();
        commit.Dispose();
        appendAudit.Dispose();
        writeHead.Dispose();
        People.Dispose();
        connection.Dispose();
    }

    private void Append(AuditEvent e, long at, long? personVersion)
    {
        var number = Number + 1;
        link.Begin(lastLink, number, at, personVersion ?? 0);
        appendAudit.Bind(1, number).Bind(2, at);
        BindField(3, Enum.GetName(e.Kind));
        BindField(4, e.Person);
        BindField(5, e.Source?.ToString());
        BindField(6, e.Host);
        BindField(7, e.Actor);
        BindField(8, e.Detail);
        if (personVersion is { } version)
            appendAudit.Bind(9, version);
        else
            appendAudit.BindNull(9);
        link.Finish(Chain.Of(number), lastLink);
        appendAudit.BindBlob(10, lastLink).Run();
        Number = number;
        headMoved = true;
    }

    private void BindField(int parameter, string? text)
    {
        if (text is null)
        {
            link.AddNone();
            appendAudit.BindNull(parameter);
        }
        else
        {
            appendAudit.BindText(parameter, link.Add(text));
        }
    }
}
