using Sallyport.Authority.Portal.Visits;
using Sallyport.Authority.Storage;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>Changes by administrators: every event says who did it, and from where.</summary>
internal sealed class AdministrationDesk(PortalDesk desk, PeopleLines lines)
{
    public ValueTask<Person> FindAsync(string name, CancellationToken cancel) => desk.FindAsync(name, cancel);

    /// <summary>Who changes something that is no person, for the audit.</summary>
    public static Actor ActorOf(Visit visit) => new(visit.Person!.Name, visit.Source);

    public async Task<PersonChange> ChangeAsync(Visit visit, string name, Func<Person, string, PersonChange> change, CancellationToken cancel)
    {
        var outcome = await desk.ChangeAsync(visit, name, change, cancel);
        lines.Forget();
        return outcome;
    }
}
