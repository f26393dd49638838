using System.Net;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Rules.Audit;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Storage;

public sealed class AuditTests : IDisposable
{
    private readonly StoreFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task events_are_numbered_from_1_without_gaps_and_come_back_as_they_were()
    {
        await using var store = await folder.OpenAsync();
        var all = new AuditEvent(AuditKind.LoginBypassCode, "ada", IPAddress.Parse("192.0.2.7"), "dora", "root", "BypassCode \U0001F511\0x");
        var bare = new AuditEvent(AuditKind.AuthorityStarted);
        await store.AppendAsync([bare, all], Cancel);
        folder.Clock.Advance(TimeSpan.FromSeconds(3));
        await store.AppendAsync([bare], Cancel);

        var rows = await store.TailAsync(0, 100, Cancel);

        Assert.Equal([1, 2, 3], rows.Select(r => r.Number));
        Assert.Equal([bare, all, bare], rows.Select(r => r.Event));
        Assert.Equal(TimeSpan.FromSeconds(3), rows[2].At - rows[1].At);
    }

    [Fact]
    public async Task the_tail_is_the_newest_rows_oldest_first()
    {
        await using var store = await folder.OpenAsync();
        await store.AppendAsync([.. Enumerable.Repeat(new AuditEvent(AuditKind.CodeWrong), 20)], Cancel);

        Assert.Equal([18, 19, 20], (await store.TailAsync(0, 3, Cancel)).Select(r => r.Number));
        Assert.Equal([20], (await store.TailAsync(19, 3, Cancel)).Select(r => r.Number));
        Assert.Empty(await store.TailAsync(20, 3, Cancel));
    }

    [Fact]
    public async Task an_untouched_chain_is_whole_and_its_head_is_the_last_link()
    {
        await using var store = await folder.OpenAsync();
        Assert.True((await store.VerifyAsync(Cancel)).IsWhole);
        await SeedAsync(store);

        var verdict = await store.VerifyAsync(Cancel);

        Assert.True(verdict.IsWhole);
        Assert.Equal((await store.TailAsync(0, 1, Cancel))[0].Link, verdict.Head);
    }

    public static TheoryData<string, string, long> Attacks => new()
    {
        { "a row is edited", "UPDATE audit SET person = 'eve' WHERE number = 7", 7 },
        { "a row's time is edited", "UPDATE audit SET at = at + 1 WHERE number = 7", 7 },
        { "a text moves to the next column", "UPDATE audit SET host = NULL, actor = host WHERE number = 7", 7 },
        { "a row's person version is edited", "UPDATE audit SET person_version = 1 WHERE number = 7", 7 },
        { "an empty text for none", "UPDATE audit SET actor = '' WHERE number = 7", 7 },
        { "a row is deleted", "DELETE FROM audit WHERE number = 7", 7 },
        { "a row is deleted and the rest close up", "DELETE FROM audit WHERE number = 7; UPDATE audit SET number = number - 1 WHERE number > 7", 7 },
        { "the first row is deleted", "DELETE FROM audit WHERE number = 1", 1 },
        { "two rows are swapped", "UPDATE audit SET number = -1 WHERE number = 7; UPDATE audit SET number = 7 WHERE number = 8; UPDATE audit SET number = 8 WHERE number = -1", 7 },
        { "the middle is cut out", "DELETE FROM audit WHERE number BETWEEN 5 AND 12", 5 },
        { "a row is copied over another", "DELETE FROM audit WHERE number = 8; INSERT INTO audit SELECT 8, at, kind, person, source, host, actor, detail, person_version, link FROM audit WHERE number = 7", 8 },
        { "a link is zeroed", "UPDATE audit SET link = zeroblob(32) WHERE number = 7", 7 },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task tampering_is_found_where_it_was_done(string attack, string sql, long at)
    {
        Assert.NotEmpty(attack);
        await using var store = await folder.OpenAsync();
        await SeedAsync(store);

        folder.Tamper(sql);

        Assert.Equal(at, (await store.VerifyAsync(Cancel)).BrokenAt);
    }

    [Fact]
    public async Task rows_cut_off_the_end_are_missed()
    {
        await using var store = await folder.OpenAsync();
        await SeedAsync(store);

        folder.Tamper("DELETE FROM audit WHERE number > 18");

        Assert.Equal(19, (await store.VerifyAsync(Cancel)).BrokenAt);
    }

    [Theory]
    [InlineData("DELETE FROM audit WHERE number > 18")]
    [InlineData("DELETE FROM audit")]
    [InlineData("UPDATE head SET number = 18, link = (SELECT link FROM audit WHERE number = 18); DELETE FROM audit WHERE number > 18")]
    [InlineData("DELETE FROM head")]
    [InlineData("UPDATE head SET pruned = 1000")]
    public async Task an_authority_does_not_start_on_a_chain_whose_end_was_cut(string sql)
    {
        await using (var store = await folder.OpenAsync())
            await SeedAsync(store);

        folder.Tamper(sql);

        await Assert.ThrowsAsync<StoreException>(folder.OpenAsync);
    }

    [Fact]
    public async Task the_database_itself_refuses_to_change_or_delete_a_row()
    {
        await using var store = await folder.OpenAsync();
        await SeedAsync(store);

        foreach (var sql in new[] { "UPDATE audit SET person = 'eve'", "DELETE FROM audit", "DELETE FROM audit WHERE number = 1" })
            Assert.Contains("append-only", Assert.ThrowsAny<Exception>(() => folder.Ask(sql)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_names_of_all_kinds_can_be_stored_and_read()
    {
        await using var store = await folder.OpenAsync();
        await store.AppendAsync([.. Enum.GetValues<AuditKind>().Select(k => new AuditEvent(k))], Cancel);

        Assert.Equal(Enum.GetValues<AuditKind>(), (await store.TailAsync(0, 1000, Cancel)).Select(r => r.Event.Kind));
    }

    private static async Task SeedAsync(SqliteStore store)
    {
        await store.CommitAsync(Person.Registered("ada"), Examples.Added("ada"), Cancel);
        for (var i = 0; i < 19; i++)
            await store.CommitAsync(await store.FindAsync("ada", Cancel), Examples.Allowed("ada"), Cancel);
    }
}
