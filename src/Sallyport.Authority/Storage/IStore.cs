using System.Collections.Immutable;
using System.Net;
using Sallyport.Authority.Machine;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Storage;

/// <summary>
/// Everything the authority remembers. Several authorities may share one store: a person changes only by compare-and-set, and
/// what a call reports as done is on the disk.
/// </summary>
/// <remarks>A call that cannot be carried out throws <see cref="StoreException"/>; then nothing of it was done, and it may be tried again.</remarks>
internal interface IStore : IPeople, IAuditLog, IHosts, ITrustedNetworks, IUpkeep, IAsyncDisposable
{
    /// <summary>32 secret bytes for <see cref="Rules.Logins.Decoy"/>: the same on every authority of the store, and after every rotation of keys.</summary>
    Secrets.Secret DecoyKey { get; }

    /// <summary>For those who watch the authority.</summary>
    StoreFigures Figures { get; }
}

internal interface IPeople
{
    /// <summary>The person of that name; an unregistered one of version 0 when nothing is stored.</summary>
    ValueTask<Person> FindAsync(string name, CancellationToken cancel);

    /// <summary>
    /// Stores the person with the events, if the stored version still is <c>next.Version</c>; counts the version up. Returns when
    /// both are durable. On <see cref="Commit.Conflict"/> nothing was written: load again and decide again.
    /// </summary>
    ValueTask<Commit> CommitAsync(Person next, ImmutableArray<AuditEvent> events, CancellationToken cancel);

    /// <summary>
    /// Forgets the person and everything stored under the name, with the event, in one durable write; the audit keeps its rows, and its chain stays
    /// whole. False when nothing is stored under the name.
    /// </summary>
    ValueTask<bool> EraseAsync(string name, AuditEvent happened, CancellationToken cancel);

    /// <summary>All registered people, by name.</summary>
    IAsyncEnumerable<Person> RegisteredAsync(CancellationToken cancel);
}

internal enum Commit
{
    Done = 1,
    Conflict = 2,
}

internal interface IAuditLog
{
    ValueTask AppendAsync(ImmutableArray<AuditEvent> events, CancellationToken cancel);

    /// <summary>The newest rows after <paramref name="after"/>, oldest first, at most <paramref name="most"/>.</summary>
    ValueTask<IReadOnlyList<AuditRow>> TailAsync(long after, int most, CancellationToken cancel);

    /// <summary>A page of the rows that match, newest first in time.</summary>
    ValueTask<AuditPage> QueryAsync(AuditQuery query, CancellationToken cancel);

    /// <summary>The oldest rows after <paramref name="after"/>, in order, at most <paramref name="most"/>.</summary>
    ValueTask<IReadOnlyList<AuditRow>> AfterAsync(long after, int most, CancellationToken cancel);

    /// <summary>The number of the last row before a moment, 0 when there is none.</summary>
    ValueTask<long> LastBeforeAsync(DateTimeOffset moment, CancellationToken cancel);

    /// <summary>Walks the whole chain.</summary>
    ValueTask<AuditVerdict> VerifyAsync(CancellationToken cancel);
}

/// <summary>An event as stored: numbered without gaps from 1, with the time and the link of the chain.</summary>
internal sealed record AuditRow(long Number, DateTimeOffset At, AuditEvent Event, ImmutableArray<byte> Link);

/// <param name="Rows">How many rows there are.</param>
/// <param name="Head">The last link. Note it elsewhere to prove later that nothing was cut off.</param>
/// <param name="BrokenAt">The first row that does not follow from the one before, or is missing; null when the chain is whole.</param>
/// <param name="RolledBack">The first person whose stored state is older than the audit says, or is gone; null when there is none.</param>
internal sealed record AuditVerdict(long Rows, ImmutableArray<byte> Head, long? BrokenAt, string? RolledBack = null)
{
    public bool IsWhole => BrokenAt is null && RolledBack is null;
}

internal interface IHosts
{
    ValueTask<DuoHost?> FindHostAsync(string integrationKey, CancellationToken cancel);

    ValueTask<IReadOnlyList<DuoHost>> HostsAsync(CancellationToken cancel);

    /// <summary>False when the name is taken.</summary>
    ValueTask<bool> AddHostAsync(DuoHost host, Actor actor, CancellationToken cancel);

    /// <summary>False when there is none of that name.</summary>
    ValueTask<bool> RemoveHostAsync(string name, Actor actor, CancellationToken cancel);
}

/// <summary>A host that asks by the Duo protocol (Duo calls it an integration).</summary>
/// <param name="Name">What an administrator calls it: letters, digits, dots and hyphens, at most 64.</param>
/// <param name="IntegrationKey">The <c>ikey</c>, public.</param>
/// <param name="SecretKey">The <c>skey</c>.</param>
/// <param name="Clients">Which clients it has.</param>
internal sealed record DuoHost(string Name, string IntegrationKey, Secrets.Secret SecretKey, DuoClients Clients);

/// <summary>Stored by number: only ever added to.</summary>
internal enum DuoClients
{
    /// <summary>duo_unix up to 2.0.3 (Debian's), whose signatures carry no date and could be replayed inside TLS.</summary>
    Old = 1,
    /// <summary>Every request must carry a signed date.</summary>
    Dated = 2,
}

internal interface ITrustedNetworks
{
    ValueTask<IReadOnlyList<IPNetwork>> NetworksAsync(CancellationToken cancel);

    ValueTask<bool> AddNetworkAsync(IPNetwork network, Actor actor, CancellationToken cancel);

    ValueTask<bool> RemoveNetworkAsync(IPNetwork network, Actor actor, CancellationToken cancel);
}

/// <summary>What an administrator asks of a store while it serves.</summary>
internal interface IUpkeep
{
    /// <summary>
    /// Writes a whole and consistent copy to a file that must not exist yet (mode 0600), while logins go on. It is sealed under the
    /// keys of today's key file, which is not in it.
    /// </summary>
    ValueTask BackupAsync(string path, CancellationToken cancel);

    /// <summary>
    /// Makes a new key, seals everything anew and forgets the old one, while logins go on; if it is interrupted, the next start
    /// finishes it. Backups made before need the key file of their time.
    /// </summary>
    /// <returns>How many sealed rows there are.</returns>
    ValueTask<long> RotateKeyAsync(string actor, CancellationToken cancel);
}
