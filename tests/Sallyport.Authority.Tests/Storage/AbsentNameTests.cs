using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Storage;

/// <summary>The store remembers that a name is nobody's, and never beyond the moment when it becomes somebody's.</summary>
public sealed class AbsentNameTests
{
    [Fact]
    public async Task a_name_that_was_asked_for_in_vain_is_found_once_it_is_registered()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync();
        var nobody = await store.FindAsync("ann", TestContext.Current.CancellationToken);
        Assert.Equal(PersonStanding.Unregistered, nobody.Standing);
        Assert.Same(nobody, await store.FindAsync("ann", TestContext.Current.CancellationToken));

        await store.CommitAsync(Person.Registered("ann"), [], TestContext.Current.CancellationToken);
        Assert.Equal(PersonStanding.Registered, (await store.FindAsync("ann", TestContext.Current.CancellationToken)).Standing);
    }
}
