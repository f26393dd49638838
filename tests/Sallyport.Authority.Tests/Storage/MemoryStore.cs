using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Authority.Metrics.Instruments;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Storage;

/// <summary>A store that forgets at the end of the test: the same compare-and-set, audit numbers and chain as one on a disk.</summary>
internal sealed class MemoryStore(TimeProvider clock) : IStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Person> people = new(StringComparer.Ordinal);
    private readonly List<AuditRow> audit = [];
    private readonly List<DuoHost> hosts = [];
    private readonly List<IPNetwork> networks = [];

    private TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>While set, every call fails with it and changes nothing.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Runs inside every commit before the versions are compared: the place to change the person under somebody's feet, or to wait.</summary>
    public Func<ValueTask>? BeforeCommit { get; set; }

    /// <summary>The same for who is told the person's name.</summary>
    public Func<string, Task>? BeforeCommitOf { get; set; }

    /// <summary>Runs when the store is closed: the place to wait.</summary>
    public Func<ValueTask>? BeforeClosing { get; set; }

    public StoreFigures Figures => new(new LatencyHistogram(), 0, 0, Failure, 0, audit.Count);

    /// <summary>What the figures tell of the last write.</summary>
    public StoreFailure? Failure { get; set; }

    public IReadOnlyList<AuditEvent> Events
    {
        get
        {
            lock (gate)
                return [.. audit.Select(row => row.Event)];
        }
    }

    /// <summary>Waits until the audit has as many events; a test that waits for two minutes has failed.</summary>
    public async Task<IReadOnlyList<AuditEvent>> UntilAsync(int events)
    {
        for (; ; )
        {
            Task next;
            lock (gate)
            {
                if (audit.Count >= events)
                    return [.. audit.Select(row => row.Event)];
                next = written.Task;
            }

            await next.WaitAsync(TimeSpan.FromMinutes(2));
        }
    }

    /// <summary>Stores a person whatever was there.</summary>
    public void Put(Person person)
    {
        lock (gate)
            people[person.Name] = person with { Version = Math.Max(person.Version, VersionOf(person.Name)) + 1 };
    }

    /// <summary>Changes a person by the rules, as an administrator would.</summary>
    public void Change(string name, Func<Person, PersonChange> change)
    {
        lock (gate)
            Put(((PersonChange.Done)change(people[name])).Next);
    }

    public ValueTask<Person> FindAsync(string name, CancellationToken cancel) =>
        Locked(() => people.GetValueOrDefault(name) ?? Person.Unregistered(name), cancel);

    public async ValueTask<Commit> CommitAsync(Person next, ImmutableArray<AuditEvent> events, CancellationToken cancel)
    {
        if (BeforeCommit is { } before)
            await before();
        if (BeforeCommitOf is { } beforeOf)
            await beforeOf(next.Name);

        return await Locked(
            () =>
            {
                if (VersionOf(next.Name) != next.Version)
                    return Commit.Conflict;
                people[next.Name] = next with { Version = next.Version + 1 };
                Append(events);
                return Commit.Done;
            },
            cancel);
    }

    public ValueTask<bool> EraseAsync(string name, AuditEvent happened, CancellationToken cancel) =>
        Change(() => people.ContainsKey(name), () => people.Remove(name), happened, cancel);

    public async IAsyncEnumerable<Person> RegisteredAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var registered = await Locked(() => people.Values.Where(person => person.Standing != PersonStanding.Unregistered).ToList(), cancel);
        foreach (var person in registered)
            yield return person;
    }

    public async ValueTask AppendAsync(ImmutableArray<AuditEvent> events, CancellationToken cancel) =>
        await Locked(() => Append(events), cancel);

    public ValueTask<IReadOnlyList<AuditRow>> TailAsync(long after, int most, CancellationToken cancel) =>
        Locked<IReadOnlyList<AuditRow>>(() => [.. audit.Where(row => row.Number > after).TakeLast(most)], cancel);

    public ValueTask<AuditPage> QueryAsync(AuditQuery query, CancellationToken cancel) => Locked(
        () =>
        {
            var found = audit
                .Where(row => query.Matches(row.Event) && !(row.At < query.From) && !(row.At >= query.To))
                .OrderByDescending(row => row.At).ThenByDescending(row => row.Number)
                .Where(row => query.Before is not { } before || row.At < before.At || (row.At == before.At && row.Number < before.Number))
                .Take(query.Most + 1).ToList();
            var rows = found.Take(query.Most).ToList();
            return new AuditPage(rows, found.Count > rows.Count ? new AuditCursor(rows[^1].At, rows[^1].Number) : null);
        },
        cancel);

    public ValueTask<IReadOnlyList<AuditRow>> AfterAsync(long after, int most, CancellationToken cancel) =>
        Locked<IReadOnlyList<AuditRow>>(() => [.. audit.Where(row => row.Number > after).Take(most)], cancel);

    public ValueTask<long> LastBeforeAsync(DateTimeOffset moment, CancellationToken cancel) =>
        Locked(() => audit.Where(row => row.At < moment).Select(row => row.Number).DefaultIfEmpty().Last(), cancel);

    public ValueTask<AuditVerdict> VerifyAsync(CancellationToken cancel) => Locked(
        () =>
        {
            var head = ImmutableArray<byte>.Empty;
            foreach (var row in audit)
            {
                var link = Link(head, row.Number, row.At, row.Event);
                if (!link.SequenceEqual(row.Link))
                    return new AuditVerdict(audit.Count, head, row.Number);
                head = link;
            }

            return new AuditVerdict(audit.Count, head, null);
        },
        cancel);

    public ValueTask<DuoHost?> FindHostAsync(string integrationKey, CancellationToken cancel) =>
        Locked(() => hosts.Find(host => host.IntegrationKey == integrationKey), cancel);

    public ValueTask<IReadOnlyList<DuoHost>> HostsAsync(CancellationToken cancel) => Locked<IReadOnlyList<DuoHost>>(() => [.. hosts], cancel);

    public ValueTask<bool> AddHostAsync(DuoHost host, Actor actor, CancellationToken cancel) => Change(
        () => !hosts.Exists(known => known.Name == host.Name),
        () => hosts.Add(host),
        new AuditEvent(AuditKind.HostAdded, Host: host.Name, Source: actor.Source, Actor: actor.Name),
        cancel);

    public ValueTask<bool> RemoveHostAsync(string name, Actor actor, CancellationToken cancel) => Change(
        () => hosts.Exists(known => known.Name == name),
        () => hosts.RemoveAll(known => known.Name == name),
        new AuditEvent(AuditKind.HostRemoved, Host: name, Source: actor.Source, Actor: actor.Name),
        cancel);

    public ValueTask<IReadOnlyList<IPNetwork>> NetworksAsync(CancellationToken cancel) => Locked<IReadOnlyList<IPNetwork>>(() => [.. networks], cancel);

    public ValueTask<bool> AddNetworkAsync(IPNetwork network, Actor actor, CancellationToken cancel) => Change(
        () => !networks.Contains(network),
        () => networks.Add(network),
        new AuditEvent(AuditKind.NetworkAdded, Source: actor.Source, Actor: actor.Name, Detail: network.ToString()),
        cancel);

    public ValueTask<bool> RemoveNetworkAsync(IPNetwork network, Actor actor, CancellationToken cancel) => Change(
        () => networks.Contains(network),
        () => networks.Remove(network),
        new AuditEvent(AuditKind.NetworkRemoved, Source: actor.Source, Actor: actor.Name, Detail: network.ToString()),
        cancel);

    public Authority.Secrets.Secret DecoyKey { get; } = new(new byte[32]);

    /// <summary>A list of the names, for there is no database to copy.</summary>
    public async ValueTask BackupAsync(string path, CancellationToken cancel)
    {
        var names = await Locked(() => people.Keys.ToList(), cancel);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        await using var writer = new StreamWriter(file);
        await writer.WriteAsync(string.Join('\n', names).AsMemory(), cancel);
    }

    /// <summary>Nothing here is sealed; the event is all that happens.</summary>
    public async ValueTask<long> RotateKeyAsync(string actor, CancellationToken cancel)
    {
        await AppendAsync([new AuditEvent(AuditKind.KeyRotated, Actor: actor)], cancel);
        return 0;
    }

    public ValueTask DisposeAsync() => BeforeClosing?.Invoke() ?? ValueTask.CompletedTask;

    private static ImmutableArray<byte> Link(ImmutableArray<byte> before, long number, DateTimeOffset at, AuditEvent happened) =>
        [.. SHA256.HashData([.. before, .. Encoding.UTF8.GetBytes($"{number}\n{at:O}\n{happened}")])];

    private ValueTask<bool> Change(Func<bool> allowed, Action change, AuditEvent happened, CancellationToken cancel) => Locked(
        () =>
        {
            if (!allowed())
                return false;
            change();
            Append([happened]);
            return true;
        },
        cancel);

    private ValueTask<T> Locked<T>(Func<T> act, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (Fault is { } fault)
            return ValueTask.FromException<T>(fault);
        lock (gate)
            return ValueTask.FromResult(act());
    }

    private long VersionOf(string name) => people.GetValueOrDefault(name)?.Version ?? 0;

    private int Append(ImmutableArray<AuditEvent> events)
    {
        foreach (var happened in events)
        {
            var (number, at) = (audit.Count + 1, clock.GetUtcNow());
            var before = audit.Count == 0 ? ImmutableArray<byte>.Empty : audit[^1].Link;
            audit.Add(new AuditRow(number, at, happened, Link(before, number, at, happened)));
        }

        written.SetResult();
        written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return events.Length;
    }
}
