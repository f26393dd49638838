using System.Net;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Authority.Storage;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>Changes of people by administrators: every event says who did it, and from where.</summary>
internal sealed class AdministrationDesk(PeopleDesk people, PeopleLines lines)
{
    public ValueTask<Person> FindAsync(string name, CancellationToken cancel) => people.FindAsync(name, cancel);

    /// <summary>Who changes something, for the audit.</summary>
    public static Actor ActorOf(Visit visit) => new(visit.Person!.Name, visit.Source);

    public async Task<PersonChange> ChangeAsync(Visit visit, string name, Func<Person, string, PersonChange> change, CancellationToken cancel)
    {
        var actor = ActorOf(visit);
        var outcome = await people.ChangeAsync(name, person => Signed(change(person, actor.Name), actor.Source), cancel);
        lines.Forget();
        return outcome;
    }

    private static PersonChange Signed(PersonChange change, IPAddress? source) => change is PersonChange.Done done
        ? done with { Events = [.. done.Events.Select(happened => happened with { Source = source, Host = PortalRules.Host })] }
        : change;
}
