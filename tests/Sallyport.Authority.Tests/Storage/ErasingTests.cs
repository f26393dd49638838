using System.Collections.Immutable;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Storage;

public sealed class ErasingTests : IDisposable
{
    private readonly StoreFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_erased_person_is_gone_and_the_chain_is_whole_after_a_restart_too()
    {
        await using (var store = await folder.OpenAsync())
        {
            await ChangeAsync(store, "ada", times: 5);
            await ChangeAsync(store, "bob", times: 1);
            Assert.True(await EraseAsync(store, "ada"));
            Assert.Equal(PersonStanding.Unregistered, (await store.FindAsync("ada", Cancel)).Standing);
            Assert.Equal(["bob"], await store.RegisteredAsync(Cancel).Select(person => person.Name).ToListAsync(Cancel));
            Assert.True((await store.VerifyAsync(Cancel)).IsWhole);
        }

        Assert.Equal("0", folder.Ask("SELECT count(*) FROM person WHERE name = 'ada'"));
        await using var again = await folder.OpenAsync();
        Assert.True((await again.VerifyAsync(Cancel)).IsWhole);
        Assert.Equal(AuditKind.PersonErased, (await again.TailAsync(0, 1, Cancel))[0].Event.Kind);
        Assert.Equal(6, (await again.QueryAsync(new AuditQuery { Person = "ada" }, Cancel)).Rows.Count);
    }

    [Fact]
    public async Task The_same_name_begins_anew_above_every_version_that_it_had()
    {
        await using var store = await folder.OpenAsync();
        await ChangeAsync(store, "ada", times: 5);
        var before = (await store.FindAsync("ada", Cancel)).Version;
        await EraseAsync(store, "ada");

        await ChangeAsync(store, "ada", times: 1);
        Assert.True((await store.FindAsync("ada", Cancel)).Version > before);
        Assert.True((await store.VerifyAsync(Cancel)).IsWhole);
        Assert.True(await EraseAsync(store, "ada"));
        Assert.True((await store.VerifyAsync(Cancel)).IsWhole);
    }

    [Fact]
    public async Task A_change_that_was_decided_before_brings_nobody_back()
    {
        await using var store = await folder.OpenAsync();
        await ChangeAsync(store, "ada", times: 3);
        var stale = await store.FindAsync("ada", Cancel);
        await EraseAsync(store, "ada");

        Assert.Equal(Commit.Conflict, await store.CommitAsync(stale, [new AuditEvent(AuditKind.PersonLocked, "ada")], Cancel));
        Assert.False(await EraseAsync(store, "ada"));
    }

    [Fact]
    public async Task An_erased_row_that_is_put_back_is_found()
    {
        await using (var store = await folder.OpenAsync())
        {
            await ChangeAsync(store, "ada", times: 3);
            folder.Tamper("CREATE TABLE kept AS SELECT * FROM person WHERE name = 'ada'");
            await EraseAsync(store, "ada");
            folder.Tamper("INSERT INTO person SELECT * FROM kept");
            Assert.Equal("ada", (await store.VerifyAsync(Cancel)).RolledBack);
        }

        await Assert.ThrowsAsync<StoreException>(folder.OpenAsync);
    }

    [Fact]
    public async Task A_row_that_was_taken_away_is_found_beside_an_erased_one()
    {
        await using var store = await folder.OpenAsync();
        await ChangeAsync(store, "bob", times: 2);
        await ChangeAsync(store, "ada", times: 9);
        await EraseAsync(store, "ada");
        folder.Tamper("DELETE FROM person WHERE name = 'bob'");
        Assert.Equal("bob", (await store.VerifyAsync(Cancel)).RolledBack);
    }

    private static async Task ChangeAsync(IStore store, string name, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var person = await store.FindAsync(name, Cancel);
            var next = person with { Standing = PersonStanding.Registered };
            ImmutableArray<AuditEvent> events = [new AuditEvent(AuditKind.PersonUnlocked, name)];
            Assert.Equal(Commit.Done, await store.CommitAsync(next, events, Cancel));
        }
    }

    private static ValueTask<bool> EraseAsync(IStore store, string name) => store.EraseAsync(name, new AuditEvent(AuditKind.PersonErased, name, Actor: "root"), Cancel);
}
