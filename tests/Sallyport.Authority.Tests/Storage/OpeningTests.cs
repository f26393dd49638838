using Sallyport.Authority.Machine;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage.Sqlite;

namespace Sallyport.Authority.Tests.Storage;

public sealed class OpeningTests : IDisposable
{
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly StoreFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task every_file_of_the_store_is_for_its_owner_alone()
    {
        await using var store = await folder.OpenAsync();
        await store.CommitAsync(Examples.WithTotp("ada"), [], Cancel);

        Assert.All(Directory.GetFiles(folder.Path), file => Assert.Equal(Ours, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task a_second_authority_on_the_same_file_is_refused()
    {
        await using var store = await folder.OpenAsync();

        var refused = await Assert.ThrowsAsync<StoreException>(folder.OpenAsync);

        Assert.Equal($"another authority uses {folder.Database}; stop it first, or give this one another database", refused.Message);
    }

    [Fact]
    public async Task a_second_authority_by_a_link_to_the_file_is_refused()
    {
        await using var store = await folder.OpenAsync();
        var link = Path.Combine(folder.Path, "link.db");
        File.CreateSymbolicLink(link, folder.Database);

        await Assert.ThrowsAsync<StoreException>(() => folder.OpenAsync(folder.Options with { DatabasePath = link }));
    }

    [Fact]
    public async Task a_key_file_that_others_can_read_is_refused()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        File.SetUnixFileMode(folder.Key, Ours | UnixFileMode.GroupRead);

        var refused = await Assert.ThrowsAsync<KeyFileException>(folder.OpenAsync);

        Assert.EndsWith($"chmod 600 {folder.Key}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_database_without_its_key_file_is_refused_and_no_new_key_made()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        File.Delete(folder.Key);

        await Assert.ThrowsAsync<KeyFileException>(folder.OpenAsync);

        Assert.False(File.Exists(folder.Key));
    }

    [Fact]
    public async Task another_databases_key_file_is_refused()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        KeyFile.At(folder.Key).Write(KeyRing.Fresh());

        await Assert.ThrowsAsync<SealBrokenException>(folder.OpenAsync);
    }

    [Fact]
    public async Task the_decoys_key_is_the_same_after_a_restart()
    {
        Secret key;
        await using (var store = await folder.OpenAsync())
            key = store.DecoyKey;

        await using var again = await folder.OpenAsync();
        Assert.Equal(32, key.Bytes.Length);
        Assert.Equal(key, again.DecoyKey);
    }

    [Fact]
    public async Task a_damaged_database_is_refused_with_a_sentence()
    {
        await using (var store = await folder.OpenAsync())
        {
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i =>
                store.CommitAsync(Examples.Everything($"user{i}"), Examples.Added($"user{i}"), Cancel).AsTask()));
        }

        await using (var file = new FileStream(folder.Database, FileMode.Open))
        {
            file.Seek(20 * 4096, SeekOrigin.Begin);
            file.Write(Examples.Bytes(8 * 4096, 99));
        }

        var refused = await Assert.ThrowsAsync<StoreException>(folder.OpenAsync);
        Assert.StartsWith($"the database {folder.Database} is damaged", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("restore a backup", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_file_that_is_no_database_is_refused()
    {
        KeyFile.At(folder.Key).Write(KeyRing.Fresh());
        await File.WriteAllTextAsync(folder.Database, new string('x', 10_000), Cancel);

        await Assert.ThrowsAsync<StoreException>(folder.OpenAsync);
    }

    [Fact]
    public async Task a_database_of_another_program_is_refused()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        folder.Tamper("PRAGMA application_id = 1");

        await Assert.ThrowsAsync<StoreException>(folder.OpenAsync);
    }

    [Fact]
    public async Task a_database_of_a_later_version_is_refused()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        folder.Tamper("PRAGMA user_version = 1000");

        var refused = await Assert.ThrowsAsync<StoreException>(folder.OpenAsync);

        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_missing_folder_is_said_to_be_missing()
    {
        var options = folder.Options with { DatabasePath = Path.Combine(folder.Path, "missing", "sallyport.db") };

        var refused = await Assert.ThrowsAsync<StoreException>(() => folder.OpenAsync(options));

        Assert.Contains("does not exist", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the database gone, its key there", true, false)]
    [InlineData("the database emptied, its key there", true, true)]
    [InlineData("both gone", false, false)]
    public async Task an_authority_that_lost_its_database_does_not_begin_a_new_one(string loss, bool isKeyThere, bool isEmptyFileThere)
    {
        await (await folder.OpenAsync()).DisposeAsync();
        foreach (var file in Directory.GetFiles(folder.Path, "sallyport.db*"))
            File.Delete(file);
        if (isEmptyFileThere)
            await File.WriteAllBytesAsync(folder.Database, [], Cancel);
        if (!isKeyThere)
            File.Delete(folder.Key);

        var refused = await Assert.ThrowsAsync<StoreException>(() => folder.OpenAsync(folder.Options with { Start = StoreStart.Existing }));

        Assert.EndsWith("sallyport serve --new", refused.Message, StringComparison.Ordinal);
        Assert.True(isKeyThere == File.Exists(folder.Key), loss);
        Assert.Equal(isEmptyFileThere, File.Exists(folder.Database));
    }

    [Fact]
    public async Task a_new_database_is_not_made_over_one_that_is_there()
    {
        await (await folder.OpenAsync()).DisposeAsync();

        var refused = await Assert.ThrowsAsync<StoreException>(() => folder.OpenAsync(folder.Options with { Start = StoreStart.New }));

        Assert.EndsWith("start without --new", refused.Message, StringComparison.Ordinal);
    }
}
