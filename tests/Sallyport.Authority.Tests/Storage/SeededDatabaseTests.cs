using System.Net;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Storage.Stored;

namespace Sallyport.Authority.Tests.Storage;

/// <summary>Databases as earlier versions left them, with their key file: each opens, is brought up to date and holds what was in it.</summary>
public sealed class SeededDatabaseTests : IDisposable
{
    private readonly StoreFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Seeded =>
        [.. Directory.GetFiles(Vectors, "stored-schema-*.db").Select(f => Path.GetFileName(f)!)];

    private static string Vectors => Path.Combine(AppContext.BaseDirectory, "vectors");

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task a_database_of_an_earlier_version_opens_with_all_that_was_in_it(string file)
    {
        File.Copy(Path.Combine(Vectors, file), folder.Database);
        File.Copy(Path.Combine(Vectors, Path.ChangeExtension(file, ".key")), folder.Key);
        File.SetUnixFileMode(folder.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await using var store = await folder.OpenAsync();

        Assert.Equal(PersonRecord.Write(Examples.EverythingOfOld("ada")), PersonRecord.Write(await store.FindAsync("ada", Cancel)));
        Assert.Equal(3, (await store.FindAsync("eve", Cancel)).Version);
        Assert.Equal(new Secret("one"), (await store.FindHostAsync("DIAAAAAAAAAAAAAAAAAA", Cancel))?.SecretKey);
        Assert.Equal([IPNetwork.Parse("192.0.2.0/24")], await store.NetworksAsync(Cancel));
        var verdict = await store.VerifyAsync(Cancel);
        Assert.True(verdict.IsWhole);
        Assert.Equal(7, verdict.Rows);
        Assert.Equal(Commit.Done, await store.CommitAsync(await store.FindAsync("eve", Cancel), Examples.Allowed("eve"), Cancel));
    }

    /// <summary>Makes the file for the version of today; called by hand, by whoever adds a step to the schema, before adding it.</summary>
    internal static async Task SeedAsync(StoreFolder folder, string database, string key)
    {
        await using var store = await folder.OpenAsync();
        await store.CommitAsync(Examples.EverythingOfOld("ada"), Examples.Added("ada"), Cancel);
        await store.CommitAsync(Examples.WithTotp("eve"), Examples.Added("eve"), Cancel);
        await store.AddHostAsync(new DuoHost("dora", "DIAAAAAAAAAAAAAAAAAA", new Secret("one"), DuoClients.Old), "root", Cancel);
        await store.RotateKeyAsync("root", Cancel);
        await store.AddNetworkAsync(IPNetwork.Parse("192.0.2.0/24"), "root", Cancel);
        for (var i = 0; i < 2; i++)
            await store.CommitAsync(await store.FindAsync("eve", Cancel), Examples.Allowed("eve"), Cancel);
        await store.BackupAsync(database, Cancel);
        File.Copy(folder.Key, key);
    }

    [Fact]
    public async Task the_seed_of_todays_version_is_what_the_files_hold()
    {
        var (database, key) = (Path.Combine(folder.Path, "seed.db"), Path.Combine(folder.Path, "seed.key"));
        await SeedAsync(folder, database, key);

        await using var store = await folder.OpenAsync(folder.Options with { DatabasePath = database, KeyPath = key });
        Assert.Equal(7, (await store.VerifyAsync(Cancel)).Rows);
    }
}
