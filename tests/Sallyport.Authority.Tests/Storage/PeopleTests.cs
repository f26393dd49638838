using Sallyport.Authority.Storage;
using Sallyport.Authority.Storage.Stored;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Storage;

public sealed class PeopleTests : IDisposable
{
    private readonly StoreFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task a_name_never_stored_is_a_stranger_of_version_0()
    {
        await using var store = await folder.OpenAsync();

        var person = await store.FindAsync("nobody", Cancel);

        Assert.Equal((0, PersonStanding.Unregistered), (person.Version, person.Standing));
    }

    [Fact]
    public async Task what_was_stored_is_found_after_a_restart()
    {
        await using (var store = await folder.OpenAsync())
        {
            Assert.Equal(Commit.Done, await store.CommitAsync(Examples.Everything("ada"), Examples.Added("ada"), Cancel));
            var first = await store.FindAsync("ada", Cancel);
            Assert.Equal(Commit.Done, await store.CommitAsync(first, Examples.Allowed("ada"), Cancel));
        }

        await using var again = await folder.OpenAsync();
        var found = await again.FindAsync("ada", Cancel);
        Assert.Equal(2, found.Version);
        Assert.Equal(PersonRecord.Write(Examples.Everything("ada")), PersonRecord.Write(found));
    }

    [Fact]
    public async Task of_200_parallel_commits_on_one_version_one_wins()
    {
        await using var store = await folder.OpenAsync();
        await store.CommitAsync(Examples.WithTotp("ada"), Examples.Added("ada"), Cancel);
        var seen = await store.FindAsync("ada", Cancel);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ =>
            Task.Run(async () => await store.CommitAsync(seen, Examples.Allowed("ada"), Cancel), Cancel)));

        Assert.Single(outcomes, Commit.Done);
        Assert.Equal(2, (await store.VerifyAsync(Cancel)).Rows);
    }

    [Fact]
    public async Task of_200_parallel_first_commits_of_a_name_one_wins()
    {
        await using var store = await folder.OpenAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ =>
            Task.Run(async () => await store.CommitAsync(Person.Unregistered("eve"), [], Cancel), Cancel)));

        Assert.Single(outcomes, Commit.Done);
    }

    [Fact]
    public async Task a_conflict_makes_room_for_another_try()
    {
        await using var store = await folder.OpenAsync();
        await store.CommitAsync(Examples.WithTotp("ada"), Examples.Added("ada"), Cancel);
        var seen = await store.FindAsync("ada", Cancel);
        await store.CommitAsync(seen with { Standing = PersonStanding.Locked }, [], Cancel);

        Assert.Equal(Commit.Conflict, await store.CommitAsync(seen, [], Cancel));
        var again = await store.FindAsync("ada", Cancel);
        Assert.Equal(PersonStanding.Locked, again.Standing);
        Assert.Equal(Commit.Done, await store.CommitAsync(again, [], Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("Ada")]
    [InlineData("'; DROP TABLE person; --")]
    [InlineData("ädä-\U0001F511")]
    [InlineData("lone-\ud800-surrogate")]
    [InlineData("../../etc/passwd\n")]
    public async Task odd_names_are_names_like_any_other(string name)
    {
        await using var store = await folder.OpenAsync(folder.Options with { CachedPeople = 1 });
        await store.CommitAsync(Examples.WithTotp("ada"), [], Cancel);
        await store.CommitAsync(Examples.WithTotp(name), Examples.Added(name), Cancel);
        // Out of the cache, so that it is read from the database.
        for (var i = 0; i < 4; i++)
            await store.CommitAsync(Examples.WithTotp($"filler{i}"), [], Cancel);

        var found = await store.FindAsync(name, Cancel);

        Assert.Equal(1, found.Version);
        Assert.NotNull(found.Enrolments.Totp);
        Assert.Equal(Commit.Done, await store.CommitAsync(found, [], Cancel));
        Assert.Equal(1, (await store.FindAsync("ada", Cancel)).Version);
        Assert.True((await store.VerifyAsync(Cancel)).IsWhole);
    }

    [Fact]
    public async Task a_very_long_name_is_stored_too()
    {
        await using var store = await folder.OpenAsync();
        var name = new string('x', 10_000);

        await store.CommitAsync(Examples.WithTotp(name), Examples.Added(name), Cancel);

        Assert.Equal(1, (await store.FindAsync(name, Cancel)).Version);
    }

    [Fact]
    public async Task the_registered_are_listed_by_name_and_strangers_are_not()
    {
        await using var store = await folder.OpenAsync();
        var names = Enumerable.Range(0, 600).Select(i => $"user{i * 7919 % 600:D3}").ToList();
        await Task.WhenAll(names.Select(n => store.CommitAsync(Examples.WithTotp(n), [], Cancel).AsTask()));
        await store.CommitAsync(Person.Unregistered("user5x"), [], Cancel);

        var listed = new List<string>();
        await foreach (var person in store.RegisteredAsync(Cancel))
            listed.Add(person.Name);

        Assert.Equal(names.Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task strangers_are_forgotten_oldest_first_and_registered_people_never()
    {
        await using var store = await folder.OpenAsync(folder.Options with { MostUnregistered = 10, CachedPeople = 2 });
        await store.CommitAsync(Examples.WithTotp("ada"), Examples.Added("ada"), Cancel);
        for (var i = 0; i < 25; i++)
            await store.CommitAsync(Person.Unregistered($"guess{i}"), Examples.Allowed($"guess{i}"), Cancel);

        var remembered = new List<int>();
        for (var i = 0; i < 25; i++)
        {
            if ((await store.FindAsync($"guess{i}", Cancel)).Version > 0)
                remembered.Add(i);
        }

        Assert.Equal(Enumerable.Range(15, 10), remembered);
        Assert.Equal(1, (await store.FindAsync("ada", Cancel)).Version);
        Assert.True((await store.VerifyAsync(Cancel)).IsWhole);
    }

    [Fact]
    public async Task a_flood_of_strangers_in_one_group_stays_bounded()
    {
        await using (var store = await folder.OpenAsync(folder.Options with { MostUnregistered = 50 }))
        {
            await Task.WhenAll(Enumerable.Range(0, 1000).Select(i =>
                Task.Run(async () => await store.CommitAsync(Person.Unregistered($"guess{i}"), [], Cancel), Cancel)));
        }

        Assert.Equal("50", folder.Ask("SELECT count(*) FROM person"));
    }

    [Fact]
    public async Task a_name_that_was_forgotten_and_comes_again_never_has_a_version_twice()
    {
        await using var store = await folder.OpenAsync(folder.Options with { MostUnregistered = 1 });
        await store.CommitAsync(Person.Unregistered("eve"), [], Cancel);
        var stale = await store.FindAsync("eve", Cancel);
        await store.CommitAsync(Person.Unregistered("mallory"), Examples.Allowed("mallory"), Cancel);
        Assert.Equal(0, (await store.FindAsync("eve", Cancel)).Version);

        await store.CommitAsync(Person.Unregistered("eve"), [], Cancel);

        Assert.Equal(Commit.Conflict, await store.CommitAsync(stale, [], Cancel));
    }

    [Fact]
    public async Task who_becomes_registered_is_no_longer_among_those_to_be_forgotten()
    {
        await using var store = await folder.OpenAsync(folder.Options with { MostUnregistered = 1 });
        await store.CommitAsync(Person.Unregistered("ada"), [], Cancel);
        await store.CommitAsync(await store.FindAsync("ada", Cancel) with { Standing = PersonStanding.Registered }, [], Cancel);
        for (var i = 0; i < 5; i++)
            await store.CommitAsync(Person.Unregistered($"guess{i}"), [], Cancel);

        Assert.Equal(PersonStanding.Registered, (await store.FindAsync("ada", Cancel)).Standing);
    }

    [Fact]
    public async Task a_caller_who_gave_up_before_the_write_wrote_nothing()
    {
        await using var store = await folder.OpenAsync();
        using var gaveUp = new CancellationTokenSource();
        await gaveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.CommitAsync(Examples.WithTotp("ada"), [], gaveUp.Token));

        Assert.Equal(0, (await store.FindAsync("ada", Cancel)).Version);
    }
}
