using System.Net;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Tests.Storage;

public sealed class RegisteredTests : IDisposable
{
    private static readonly DuoHost Dora = new("dora", "DIAAAAAAAAAAAAAAAAAA", new Secret("one"), DuoClients.Old);
    private static readonly DuoHost Rome = new("rome", "DIBBBBBBBBBBBBBBBBBB", new Secret("two"), DuoClients.Dated);

    private readonly StoreFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task hosts_are_found_by_integration_key_also_after_a_restart()
    {
        await using (var store = await folder.OpenAsync())
        {
            Assert.True(await store.AddHostAsync(Rome, "root", Cancel));
            Assert.True(await store.AddHostAsync(Dora, "root", Cancel));
            Assert.Equal(Rome, await store.FindHostAsync(Rome.IntegrationKey, Cancel));
        }

        await using var again = await folder.OpenAsync();
        Assert.Equal(Rome, await again.FindHostAsync(Rome.IntegrationKey, Cancel));
        Assert.Null(await again.FindHostAsync("DI", Cancel));
        Assert.Equal([Dora, Rome], await again.HostsAsync(Cancel));
    }

    [Fact]
    public async Task a_host_name_is_taken_once_and_free_again_when_removed()
    {
        await using var store = await folder.OpenAsync();
        Assert.True(await store.AddHostAsync(Dora, "root", Cancel));
        Assert.False(await store.AddHostAsync(Rome with { Name = "dora" }, "root", Cancel));
        Assert.False(await store.AddHostAsync(Rome with { IntegrationKey = Dora.IntegrationKey }, "root", Cancel));

        Assert.True(await store.RemoveHostAsync("dora", "root", Cancel));
        Assert.False(await store.RemoveHostAsync("dora", "root", Cancel));
        Assert.Null(await store.FindHostAsync(Dora.IntegrationKey, Cancel));
        Assert.True(await store.AddHostAsync(Dora, "root", Cancel));
    }

    [Fact]
    public async Task networks_are_added_once_and_removed()
    {
        var network = IPNetwork.Parse("2001:db8::/32");
        await using (var store = await folder.OpenAsync())
        {
            Assert.True(await store.AddNetworkAsync(network, "root", Cancel));
            Assert.False(await store.AddNetworkAsync(network, "root", Cancel));
        }

        await using var again = await folder.OpenAsync();
        Assert.Equal([network], await again.NetworksAsync(Cancel));
        Assert.True(await again.RemoveNetworkAsync(network, "root", Cancel));
        Assert.False(await again.RemoveNetworkAsync(network, "root", Cancel));
        Assert.Empty(await again.NetworksAsync(Cancel));
    }

    [Fact]
    public async Task what_was_done_is_audited_and_what_was_not_is_not()
    {
        await using var store = await folder.OpenAsync();
        await store.AddHostAsync(Dora, "root", Cancel);
        await store.AddHostAsync(Dora, "root", Cancel);
        await store.RemoveHostAsync("dora", "ada", Cancel);
        await store.RemoveHostAsync("dora", "ada", Cancel);
        await store.AddNetworkAsync(IPNetwork.Parse("10.0.0.0/8"), "root", Cancel);

        var events = (await store.TailAsync(0, 10, Cancel)).Select(r => (r.Event.Kind, r.Event.Actor, r.Event.Host, r.Event.Detail));

        Assert.Equal(
            [
                (AuditKind.HostAdded, "root", "dora", "Old"),
                (AuditKind.HostRemoved, "ada", "dora", null),
                (AuditKind.NetworkAdded, "root", null, "10.0.0.0/8"),
            ],
            events);
    }
}
