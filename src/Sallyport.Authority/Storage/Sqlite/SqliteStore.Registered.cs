using System.Net;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>Hosts and trusted networks: few, so that all are in memory; the writer changes both.</summary>
internal sealed partial class SqliteStore
{
    public ValueTask<DuoHost?> FindHostAsync(string integrationKey, CancellationToken cancel) =>
        ValueTask.FromResult(hosts.FirstOrDefault(h => h.IntegrationKey == integrationKey));

    public ValueTask<IReadOnlyList<DuoHost>> HostsAsync(CancellationToken cancel) => ValueTask.FromResult(hosts);

    public async ValueTask<bool> AddHostAsync(DuoHost host, Actor actor, CancellationToken cancel) => await WriteAsync(
        session => Audited(session, HostTable.Add(session.Connection, ring, host), AuditKind.HostAdded, actor, host.Name, host.Clients.ToString())
            ? HostTable.Load(session.Connection, ring) : null,
        PublishHosts,
        cancel) is not null;

    public async ValueTask<bool> RemoveHostAsync(string name, Actor actor, CancellationToken cancel) => await WriteAsync(
        session => Audited(session, HostTable.Remove(session.Connection, name), AuditKind.HostRemoved, actor, name, null)
            ? HostTable.Load(session.Connection, ring) : null,
        PublishHosts,
        cancel) is not null;

    public ValueTask<IReadOnlyList<IPNetwork>> NetworksAsync(CancellationToken cancel) => ValueTask.FromResult(networks);

    public async ValueTask<bool> AddNetworkAsync(IPNetwork network, Actor actor, CancellationToken cancel) => await WriteAsync(
        session => Audited(session, NetworkTable.Add(session.Connection, ring, network), AuditKind.NetworkAdded, actor, null, network.ToString())
            ? NetworkTable.Load(session.Connection, ring) : null,
        PublishNetworks,
        cancel) is not null;

    public async ValueTask<bool> RemoveNetworkAsync(IPNetwork network, Actor actor, CancellationToken cancel) => await WriteAsync(
        session => Audited(session, NetworkTable.Remove(session.Connection, network), AuditKind.NetworkRemoved, actor, null, network.ToString())
            ? NetworkTable.Load(session.Connection, ring) : null,
        PublishNetworks,
        cancel) is not null;

    private static bool Audited(WriterSession session, bool done, AuditKind kind, Actor actor, string? host, string? detail)
    {
        if (done)
            session.Append([new AuditEvent(kind, Source: actor.Source, Host: host, Actor: actor.Name, Detail: detail)], null);
        return done;
    }

    private void PublishHosts(IReadOnlyList<DuoHost>? now) => hosts = now ?? hosts;

    private void PublishNetworks(IReadOnlyList<IPNetwork>? now) => networks = now ?? networks;
}
