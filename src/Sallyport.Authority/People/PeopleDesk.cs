using Sallyport.Authority.Logins;
using Sallyport.Authority.Storage;
using Sallyport.Rules.People;

namespace Sallyport.Authority.People;

/// <summary>Runs changes of people against the store: load, decide, compare-and-set, again on conflict. A name may be typed in any spelling of it.</summary>
internal sealed class PeopleDesk(IPeople people, PersonNames names)
{
    public async ValueTask<Person> FindAsync(string name, CancellationToken cancel) =>
        await people.FindAsync((await names.OfAsync(name, cancel)).Name, cancel);

    public IAsyncEnumerable<Person> RegisteredAsync(CancellationToken cancel) => people.RegisteredAsync(cancel);

    /// <summary>The person as stored after the change, or why the rules say no.</summary>
    public async Task<PersonChange> ChangeAsync(string name, Func<Person, PersonChange> decide, CancellationToken cancel)
    {
        var own = (await names.OfAsync(name, cancel)).Name;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var person = await people.FindAsync(own, cancel);
            var change = decide(person);
            if (change is not PersonChange.Done done || ReferenceEquals(done.Next, person) || await people.CommitAsync(done.Next, done.Events, cancel) == Commit.Done)
                return change;
        }
    }
}
