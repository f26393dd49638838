using Sallyport.Authority.Logins;
using Sallyport.Authority.Storage;
using Sallyport.Rules.People;

namespace Sallyport.Authority.People;

/// <summary>Runs changes of people against the store (<see cref="ChangeLoop"/>). A name may be typed in any spelling of it.</summary>
internal sealed class PeopleService(IStore store, PersonNames names)
{
    public async ValueTask<Person> FindAsync(string name, CancellationToken cancel) =>
        await store.FindAsync((await names.OfAsync(name, cancel)).Name, cancel);

    public IAsyncEnumerable<Person> RegisteredAsync(CancellationToken cancel) => store.RegisteredAsync(cancel);

    /// <summary>The person as stored after the change, or why the rules say no.</summary>
    public async Task<PersonChange> ChangeAsync(string name, Func<Person, PersonChange> decide, CancellationToken cancel) => await store.ChangeAsync(
        (await names.OfAsync(name, cancel)).Name,
        decide,
        happened => happened,
        cancel);
}
