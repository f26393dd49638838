using System.Net;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Tests.Storage;

public sealed class UpkeepTests : IDisposable
{
    private static readonly DuoHost Dora = new("dora", "DIAAAAAAAAAAAAAAAAAA", new Secret("one"), DuoClients.Old);

    private readonly StoreFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Copy => Path.Combine(folder.Path, "copy.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task a_backup_made_under_load_opens_and_holds_all_that_was_done_before_it()
    {
        await using (var store = await folder.OpenAsync())
        {
            await SeedAsync(store, 300);
            using var enough = new CancellationTokenSource();
            var load = Enumerable.Range(0, 4).Select(i => LoginsAsync(store, $"user{i}", enough.Token)).ToList();
            await store.BackupAsync(Copy, Cancel);
            await enough.CancelAsync();
            Assert.True((await Task.WhenAll(load)).Sum() > 0);
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
        await using var restored = await folder.OpenAsync(folder.Options with { DatabasePath = Copy });
        var verdict = await restored.VerifyAsync(Cancel);
        Assert.True(verdict.IsWhole);
        Assert.True(verdict.Rows >= 302);
        Assert.Equal([Dora], await restored.HostsAsync(Cancel));
        for (var i = 0; i < 300; i++)
            Assert.True((await restored.FindAsync($"user{i}", Cancel)).Version >= 1);
    }

    [Fact]
    public async Task a_backup_never_overwrites()
    {
        await using var store = await folder.OpenAsync();
        await File.WriteAllTextAsync(Copy, "precious", Cancel);

        await Assert.ThrowsAsync<StoreException>(async () => await store.BackupAsync(Copy, Cancel));

        Assert.Equal("precious", await File.ReadAllTextAsync(Copy, Cancel));
    }

    [Fact]
    public async Task a_backup_that_cannot_be_written_leaves_nothing_behind()
    {
        await using var store = await folder.OpenAsync();

        await Assert.ThrowsAsync<StoreException>(async () => await store.BackupAsync(Path.Combine(folder.Path, "missing", "copy.db"), Cancel));

        Assert.DoesNotContain(Directory.GetFiles(folder.Path), f => f.Contains("partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task after_a_rotation_under_load_all_is_sealed_under_the_new_key_alone()
    {
        var before = await SeedAndReadKeyAsync();
        Secret decoys;
        await using (var store = await folder.OpenAsync(folder.Options with { CachedPeople = 3 }))
        {
            decoys = store.DecoyKey;
            using var enough = new CancellationTokenSource();
            var load = Enumerable.Range(0, 4).Select(i => LoginsAsync(store, $"user{i}", enough.Token)).ToList();
            await store.RotateKeyAsync("ada", Cancel);
            await enough.CancelAsync();
            await Task.WhenAll(load);
            Assert.True((await store.VerifyAsync(Cancel)).IsWhole);
            Assert.Contains(await store.TailAsync(0, 10_000, Cancel), r => r.Event is { Kind: AuditKind.KeyRotated, Actor: "ada" });
        }

        var after = KeyFile.At(folder.Key).Read();
        Assert.Equal(1, after.Count);
        Assert.NotEqual(before.Newest.Id, after.Newest.Id);
        await CheckAllAsync(decoys);
    }

    [Fact]
    public async Task a_rotation_that_was_interrupted_is_finished_at_the_next_start()
    {
        var before = await SeedAndReadKeyAsync();
        var next = before.WithFreshKey();
        KeyFile.At(folder.Key).Write(next);

        await CheckAllAsync(null);

        Assert.Equal(next.Newest.Id, KeyFile.At(folder.Key).Read().Newest.Id);
        Assert.Equal(1, KeyFile.At(folder.Key).Read().Count);
    }

    [Fact]
    public async Task rotating_twice_keeps_the_whole_chain_verifiable()
    {
        await using var store = await folder.OpenAsync();
        await SeedAsync(store, 10);
        await store.RotateKeyAsync("root", Cancel);
        await LoginOnceAsync(store, "user1");
        await store.RotateKeyAsync("root", Cancel);
        await LoginOnceAsync(store, "user1");

        var verdict = await store.VerifyAsync(Cancel);

        Assert.True(verdict.IsWhole);
        Assert.Equal(10 + 2 + 2 + 2, verdict.Rows);
    }

    [Fact]
    public async Task a_key_that_systemd_hands_in_is_not_changed_and_two_of_them_both_work()
    {
        var before = await SeedAndReadKeyAsync();
        KeyFile.At(folder.Key).Write(before.WithFreshKey());
        File.SetUnixFileMode(folder.Key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", folder.Path);
        try
        {
            await using var store = await folder.OpenAsync();
            Assert.NotNull((await store.FindAsync("user1", Cancel)).Enrolments.Totp);
            await Assert.ThrowsAsync<KeyFileException>(async () => await store.RotateKeyAsync("root", Cancel));
        }
        finally
        {
            Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", null);
        }

        File.SetUnixFileMode(folder.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(2, KeyFile.At(folder.Key).Read().Count);
        await CheckAllAsync(null);
    }

    private async Task<KeyRing> SeedAndReadKeyAsync()
    {
        await using var store = await folder.OpenAsync();
        await SeedAsync(store, 300);
        return KeyFile.At(folder.Key).Read();
    }

    private async Task CheckAllAsync(Secret? decoys)
    {
        await using var store = await folder.OpenAsync();
        for (var i = 0; i < 300; i++)
            Assert.Equal(41, (await store.FindAsync($"user{i}", Cancel)).Enrolments.Totp?.LastStep);
        Assert.Equal(Dora, await store.FindHostAsync(Dora.IntegrationKey, Cancel));
        Assert.True((await store.VerifyAsync(Cancel)).IsWhole);
        Assert.Equal(decoys ?? store.DecoyKey, store.DecoyKey);
    }

    private static async Task SeedAsync(SqliteStore store, int people)
    {
        await Task.WhenAll(Enumerable.Range(0, people).Select(i =>
            store.CommitAsync(Examples.WithTotp($"user{i}"), Examples.Added($"user{i}"), Cancel).AsTask()));
        await store.AddHostAsync(Dora, "root", Cancel);
        await store.AddNetworkAsync(IPNetwork.Parse("192.0.2.0/24"), "root", Cancel);
    }

    private static async Task<int> LoginsAsync(SqliteStore store, string name, CancellationToken enough)
    {
        var done = 0;
        while (!enough.IsCancellationRequested)
        {
            await LoginOnceAsync(store, name);
            done++;
        }

        return done;
    }

    private static async Task LoginOnceAsync(SqliteStore store, string name) =>
        Assert.Equal(Commit.Done, await store.CommitAsync(await store.FindAsync(name, Cancel), Examples.Allowed(name), Cancel));
}
