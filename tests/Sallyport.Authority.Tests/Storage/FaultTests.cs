using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Rules.Audit;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Storage;

/// <summary>What becomes of callers when the disk does not do as it should.</summary>
public sealed class FaultTests : IDisposable
{
    private static readonly ImmutableArray<AuditEvent> Long = [new AuditEvent(AuditKind.CodeWrong, Detail: new string('x', 20_000))];

    private readonly StoreFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task while_another_program_holds_the_database_every_caller_gets_a_failure_and_it_recovers_by_itself()
    {
        await using var store = await folder.OpenAsync();
        await store.CommitAsync(Examples.WithTotp("ada"), Examples.Added("ada"), Cancel);
        var ada = await store.FindAsync("ada", Cancel);

        using (var other = SystemSqlite.Open(folder.Database, SqliteOpenMode.ReadWrite))
        {
            using var transaction = other.BeginTransaction();
            var callers = Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await store.CommitAsync(ada, Examples.Allowed("ada"), Cancel), Cancel)).ToList();
            foreach (var caller in callers)
            {
                var failed = await Assert.ThrowsAsync<StoreException>(() => caller);
                Assert.Equal("another program has locked the database; stop it, and the authority continues automatically", failed.Message);
            }
        }

        Assert.Equal(1, (await store.FindAsync("ada", Cancel)).Version);
        Assert.Equal(Commit.Done, await store.CommitAsync(ada, Examples.Allowed("ada"), Cancel));
        Assert.Equal(2, (await store.VerifyAsync(Cancel)).Rows);
    }

    [Fact]
    public async Task a_full_disk_refuses_every_caller_half_does_nothing_and_recovers_by_itself()
    {
        var mountPoint = Directory.CreateDirectory(Path.Combine(folder.Path, "disk")).FullName;
        using var disk = TinyDisk.Mount(mountPoint, 800);
        Assert.SkipWhen(disk is null, "only root can mount a small disk to fill");
        await using var store = await folder.OpenAsync(folder.Options with { DatabasePath = Path.Combine(disk.Path, "sallyport.db") });
        await store.CommitAsync(Examples.WithTotp("ada"), Examples.Added("ada"), Cancel);
        var rows = (await store.VerifyAsync(Cancel)).Rows;

        disk.Fill();
        var fault = await FailAsync(store);
        Assert.Contains("full", fault.Message, StringComparison.Ordinal);
        var ada = await store.FindAsync("ada", Cancel);
        await Assert.ThrowsAsync<StoreException>(async () => await store.CommitAsync(ada, Long, Cancel));
        Assert.Equal(1, (await store.FindAsync("ada", Cancel)).Version);
        disk.MakeRoom();

        Assert.Equal(Commit.Done, await store.CommitAsync(await store.FindAsync("ada", Cancel), Examples.Allowed("ada"), Cancel));
        var verdict = await store.VerifyAsync(Cancel);
        Assert.True(verdict.IsWhole);
        Assert.InRange(verdict.Rows, rows + 1, rows + 60);
    }

    [Fact]
    public async Task a_write_that_fails_half_way_leaves_nothing_of_itself_and_the_next_one_works()
    {
        await using var store = await folder.OpenAsync();
        await store.CommitAsync(Examples.WithTotp("ada"), Examples.Added("ada"), Cancel);
        folder.Tamper("CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END");
        var ada = await store.FindAsync("ada", Cancel);

        await Assert.ThrowsAsync<StoreException>(async () => await store.CommitAsync(ada, Examples.Allowed("ada"), Cancel));
        await Assert.ThrowsAsync<StoreException>(async () => await store.AppendAsync(Examples.Allowed("ada"), Cancel));

        Assert.Equal(1, (await store.FindAsync("ada", Cancel)).Version);
        folder.Tamper("DROP TRIGGER broken");
        Assert.Equal(Commit.Done, await store.CommitAsync(ada, Examples.Allowed("ada"), Cancel));
        Assert.True((await store.VerifyAsync(Cancel)).IsWhole);
    }

    [Fact]
    public async Task what_comes_after_the_end_is_refused_and_what_came_before_it_is_written()
    {
        var store = await folder.OpenAsync();
        var pending = Enumerable.Range(0, 200).Select(i => store.CommitAsync(Examples.WithTotp($"user{i}"), [], Cancel).AsTask()).ToList();

        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(pending), outcome => Assert.Equal(Commit.Done, outcome));
        await Assert.ThrowsAsync<StoreException>(async () => await store.CommitAsync(Person.Unregistered("late"), [], Cancel));
    }

    private static async Task<StoreException> FailAsync(SqliteStore store)
    {
        for (var i = 0; i < 50; i++)
        {
            try
            {
                await store.AppendAsync(Long, Cancel);
            }
            catch (StoreException fault)
            {
                return fault;
            }
        }

        throw new InvalidOperationException("the disk did not fill");
    }
}
