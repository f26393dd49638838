using System.Net;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Tests.Storage;

public sealed class SealedRowTests : IDisposable
{
    private readonly StoreFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("one person's seal in another's row", "UPDATE person SET sealed = (SELECT sealed FROM person WHERE name = 'eve') WHERE name = 'ada'")]
    [InlineData("another's whole row", "UPDATE person SET name = 'x' WHERE name = 'ada'; UPDATE person SET name = 'ada' WHERE name = 'eve'")]
    [InlineData("the version set back", "UPDATE person SET version = version - 1 WHERE name = 'ada'")]
    [InlineData("a lock lifted", "UPDATE person SET standing = 2 WHERE name = 'ada'")]
    [InlineData("made a stranger, to be pruned", "UPDATE person SET standing = 0 WHERE name = 'ada'")]
    [InlineData("a bit flipped", "UPDATE person SET sealed = CAST(substr(sealed, 1, 30) || x'ff' || substr(sealed, 32) AS BLOB) WHERE name = 'ada'")]
    [InlineData("cut short", "UPDATE person SET sealed = substr(sealed, 1, 12) WHERE name = 'ada'")]
    [InlineData("emptied", "UPDATE person SET sealed = x'' WHERE name = 'ada'")]
    public async Task a_person_whose_row_was_changed_is_not_let_in(string attack, string sql)
    {
        await SeedAsync();
        folder.Tamper(sql);

        // Some are seen when the authority starts, the others when the person comes.
        var refused = await Record.ExceptionAsync(async () =>
        {
            await using var store = await folder.OpenAsync();
            await store.FindAsync("ada", Cancel);
        });

        Assert.True(refused is StoreException, attack);
    }

    [Fact]
    public async Task an_older_whole_row_put_back_is_found_by_the_audit()
    {
        await SeedAsync();
        folder.Tamper("CREATE TABLE loot AS SELECT * FROM person WHERE name = 'ada'");
        await using var store = await folder.OpenAsync();
        var ada = await store.FindAsync("ada", Cancel);
        await store.CommitAsync(ada, Examples.Allowed("ada"), Cancel);
        Assert.True((await store.VerifyAsync(Cancel)).IsWhole);

        folder.Tamper("UPDATE person SET (version, sealed) = (SELECT version, sealed FROM loot) WHERE name = 'ada'");

        Assert.Equal("ada", (await store.VerifyAsync(Cancel)).RolledBack);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task an_older_whole_row_put_back_is_found_by_the_audit_after_later_logins_too(int later)
    {
        await SeedAsync();
        folder.Tamper("CREATE TABLE loot AS SELECT * FROM person WHERE name = 'ada'");
        await using (var store = await folder.OpenAsync())
            await LoginAsync(store, "ada");
        // An authority that looked at its start before the row was put back, and had forgotten the person.
        await using (var store = await folder.OpenAsync(folder.Options with { CachedPeople = 1 }))
        {
            folder.Tamper("UPDATE person SET (version, sealed) = (SELECT version, sealed FROM loot) WHERE name = 'ada'");
            for (var i = 0; i < later; i++)
            {
                folder.Clock.Advance(TimeSpan.FromSeconds(30));
                await LoginAsync(store, "ada");
            }

            Assert.Equal("ada", (await store.VerifyAsync(Cancel)).RolledBack);
        }

        await using var again = await folder.OpenAsync();
        Assert.Equal("ada", (await again.VerifyAsync(Cancel)).RolledBack);
    }

    [Fact]
    public async Task an_authority_does_not_start_on_an_older_row_put_back()
    {
        await SeedAsync();
        folder.Tamper("CREATE TABLE loot AS SELECT * FROM person WHERE name = 'ada'");
        await using (var store = await folder.OpenAsync())
            await LoginAsync(store, "ada");
        folder.Tamper("UPDATE person SET (version, sealed) = (SELECT version, sealed FROM loot) WHERE name = 'ada'");

        var refused = await Assert.ThrowsAsync<StoreException>(folder.OpenAsync);

        Assert.StartsWith("the stored data of ada is older than the audit says", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_authority_does_not_start_without_a_person_who_was_deleted()
    {
        await SeedAsync();
        folder.Tamper("DELETE FROM person WHERE name = 'ada'");

        await Assert.ThrowsAsync<StoreException>(folder.OpenAsync);
    }

    [Fact]
    public async Task a_person_deleted_while_an_authority_runs_is_found_by_the_audit()
    {
        await SeedAsync();
        await using var store = await folder.OpenAsync();
        folder.Tamper("DELETE FROM person WHERE name = 'ada'");

        Assert.Equal("ada", (await store.VerifyAsync(Cancel)).RolledBack);
    }

    private static async Task LoginAsync(IStore store, string name)
    {
        var person = await store.FindAsync(name, Cancel);
        Assert.Equal(Commit.Done, await store.CommitAsync(person, Examples.Allowed(name), Cancel));
    }

    [Theory]
    [InlineData("UPDATE host SET sealed = (SELECT sealed FROM host WHERE name = 'dora') WHERE name = 'rome'")]
    [InlineData("UPDATE host SET ikey = 'DIXXXXXXXXXXXXXXXXXX' WHERE name = 'rome'")]
    [InlineData("INSERT INTO network VALUES ('0.0.0.0/0', (SELECT sealed FROM network))")]
    [InlineData("UPDATE network SET cidr = '10.0.0.0/8'")]
    [InlineData("UPDATE stored_key SET version = 2 WHERE name = 'decoys'")]
    [InlineData("UPDATE stored_key SET sealed = (SELECT sealed FROM stored_key WHERE name = 'audit') WHERE name = 'decoys'")]
    public async Task an_authority_does_not_start_on_hosts_networks_or_keys_it_did_not_write(string sql)
    {
        await SeedAsync();
        folder.Tamper(sql);

        await Assert.ThrowsAsync<SealBrokenException>(folder.OpenAsync);
    }

    [Fact]
    public async Task nothing_secret_lies_open_in_the_files()
    {
        await SeedAsync();

        var secret = Examples.Bytes(20, 3);
        var base64 = System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(secret));
        foreach (var file in Directory.GetFiles(folder.Path))
        {
            var bytes = await File.ReadAllBytesAsync(file, Cancel);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(secret));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(base64));
            Assert.Equal(-1, bytes.AsSpan().IndexOf("hostsecret"u8));
        }
    }

    private async Task SeedAsync()
    {
        await using var store = await folder.OpenAsync();
        foreach (var name in new[] { "ada", "eve" })
        {
            await store.CommitAsync(Examples.WithTotp(name), Examples.Added(name), Cancel);
            await store.CommitAsync(await store.FindAsync(name, Cancel), Examples.Allowed(name), Cancel);
        }

        await store.AddHostAsync(new DuoHost("dora", "DIAAAAAAAAAAAAAAAAAA", new Secret("hostsecret1"), DuoClients.Old), "root", Cancel);
        await store.AddHostAsync(new DuoHost("rome", "DIBBBBBBBBBBBBBBBBBB", new Secret("hostsecret2"), DuoClients.Dated), "root", Cancel);
        await store.AddNetworkAsync(IPNetwork.Parse("192.0.2.0/24"), "root", Cancel);
    }
}
