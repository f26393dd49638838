using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Duo;

/// <summary>A store that forgets at the end, with the real one's compare-and-set.</summary>
internal sealed class MemoryStore : IStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Person> people = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DuoHost> hosts = new(StringComparer.Ordinal);

    public List<AuditEvent> Audit { get; } = [];

    public List<IPNetwork> Networks { get; } = [];

    /// <summary>Thrown by the next calls, as a store that is away would.</summary>
    public Exception? Broken { get; set; }

    public Person this[string name]
    {
        get
        {
            lock (gate)
                return people.TryGetValue(name, out var person) ? person : Person.Stranger(name);
        }
        set
        {
            lock (gate)
                people[name] = value;
        }
    }

    public ValueTask<Person> FindAsync(string name, CancellationToken cancel) =>
        Broken is null ? ValueTask.FromResult(this[name]) : ValueTask.FromException<Person>(Broken);

    public ValueTask<Commit> CommitAsync(Person next, ImmutableArray<AuditEvent> events, CancellationToken cancel)
    {
        lock (gate)
        {
            var version = people.TryGetValue(next.Name, out var stored) ? stored.Version : 0;
            if (version != next.Version)
                return ValueTask.FromResult(Commit.Conflict);
            people[next.Name] = next with { Version = version + 1 };
            Audit.AddRange(events);
            return ValueTask.FromResult(Commit.Done);
        }
    }

    public ValueTask AppendAsync(ImmutableArray<AuditEvent> events, CancellationToken cancel)
    {
        lock (gate)
            Audit.AddRange(events);
        return ValueTask.CompletedTask;
    }

    public ValueTask<DuoHost?> FindHostAsync(string integrationKey, CancellationToken cancel) => ValueTask.FromResult(hosts.GetValueOrDefault(integrationKey));

    public ValueTask<IReadOnlyList<DuoHost>> HostsAsync(CancellationToken cancel) => ValueTask.FromResult<IReadOnlyList<DuoHost>>([.. hosts.Values]);

    public ValueTask<bool> AddHostAsync(DuoHost host, string actor, CancellationToken cancel) => ValueTask.FromResult(hosts.TryAdd(host.IntegrationKey, host));

    public ValueTask<IReadOnlyList<IPNetwork>> NetworksAsync(CancellationToken cancel) => ValueTask.FromResult<IReadOnlyList<IPNetwork>>(Networks);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public IAsyncEnumerable<Person> RegisteredAsync(CancellationToken cancel) => throw NotAsked();

    public ValueTask<IReadOnlyList<AuditRow>> TailAsync(long after, int most, CancellationToken cancel) => throw NotAsked();

    public ValueTask<AuditVerdict> VerifyAsync(CancellationToken cancel) => throw NotAsked();

    public ValueTask<bool> RemoveHostAsync(string name, string actor, CancellationToken cancel) => throw NotAsked();

    public ValueTask<bool> AddNetworkAsync(IPNetwork network, string actor, CancellationToken cancel) => throw NotAsked();

    public ValueTask<bool> RemoveNetworkAsync(IPNetwork network, string actor, CancellationToken cancel) => throw NotAsked();

    private static NotSupportedException NotAsked() => new("no login asks this of a store");
}
