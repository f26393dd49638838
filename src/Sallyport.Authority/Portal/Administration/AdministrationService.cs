using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Storage;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>Changes by administrators: every event says who did it, and from where.</summary>
internal sealed class AdministrationService(PortalService service, PeopleLines lines)
{
    public ValueTask<Person> FindAsync(string name, CancellationToken cancel) => service.FindAsync(name, cancel);

    /// <summary>Who changes something that is no person, for the audit.</summary>
    public static Actor ActorOf(PortalRequest request) => new(request.Person!.Name, request.Source);

    public async Task<PersonChange> ChangeAsync(PortalRequest request, string name, Func<Person, string, PersonChange> change, CancellationToken cancel)
    {
        var outcome = await service.ChangeAsync(request, name, change, cancel);
        lines.Forget();
        return outcome;
    }
}
