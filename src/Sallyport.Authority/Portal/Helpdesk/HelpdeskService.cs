using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Administration;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Push;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;
using Sallyport.Settings;

namespace Sallyport.Authority.Portal.Helpdesk;

/// <summary>Runs <see cref="HelpdeskRules"/> for a helper. Before each step it is asked anew whether the helper may attend to the user.</summary>
internal sealed class HelpdeskService(
    PortalService service, HelpdeskMembers members, PeopleLines lines, IAuditLog audit, IPushCourier courier, AuthorityOptions options, TimeProvider clock)
{
    /// <summary>Users that a search shows at most.</summary>
    public const int MostFound = 20;

    private const int LeastTyped = 2;
    private const int LatestRows = 50;

    /// <summary>Whether a check in person counts here.</summary>
    public bool TakesInPerson => options.Portal.HelpdeskInPerson == Switch.On;

    /// <summary>The users whose names begin with the text, in order; null when the text is too short.</summary>
    public async Task<IReadOnlyList<PersonLine>?> SearchAsync(PortalRequest request, string typed, CancellationToken cancel)
    {
        if (typed.Length is < LeastTyped or > Person.MostNameLength)
            return null;

        await RecordAsync(request, AuditKind.HelpdeskSearched, null, typed, cancel);
        var all = await lines.AllAsync(cancel);
        return [.. all.Where(line => line.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).OrderBy(line => line.Name.Length > typed.Length).Take(MostFound)];
    }

    /// <summary>Opens the case. What is refused because of who the user is stands in the audit.</summary>
    public async Task<PersonChange> OpenAsync(PortalRequest request, string name, CancellationToken cancel)
    {
        var person = await service.FindAsync(name, cancel);
        if (Refusal(request, person.Name) is not { } refused)
            return await service.ChangeAsync(request, person.Name, (found, helper) => HelpdeskRules.Open(found, helper, clock.GetUtcNow()), cancel);

        await RecordAsync(request, AuditKind.HelpdeskRefused, person.Name, null, cancel);
        return refused;
    }

    /// <summary>The user whose case this helper has open, or null.</summary>
    public async Task<Person?> FindAsync(PortalRequest request, string name, CancellationToken cancel)
    {
        if (name.Length is 0 or > Person.MostNameLength)
            return null;

        var person = await service.FindAsync(name, cancel);
        return Refusal(request, person.Name) is null && HelpdeskRules.CaseOf(person, request.Person!.Name, clock.GetUtcNow()) is not null ? person : null;
    }

    public async Task<string> LastFailureAsync(Person person, CancellationToken cancel)
    {
        var page = await audit.QueryAsync(new AuditQuery { Person = person.Name, Kinds = LastFailure.Kinds, Most = LatestRows }, cancel);
        return new LastFailure(person, options.TimeZone, clock.GetUtcNow()).Explain(page.Rows);
    }

    public async Task<PersonChange> SendPasscodeAsync(PortalRequest request, Person person, DeviceId phone, CancellationToken cancel)
    {
        var code = Codes.MessagePasscode();
        var kept = Codes.Hash(code);
        var changed = await ChangeAsync(request, person, (found, helper) => HelpdeskRules.AskByMessage(found, helper, phone, kept, options.Sms, clock.GetUtcNow()), cancel);
        if (changed is PersonChange.Done { Next: var next })
            courier.SendForHelpdesk(next, next.Enrolments.Devices.Find(phone)!, code);
        return changed;
    }

    public Task<PersonChange> ProveAsync(PortalRequest request, Person person, string answer, CancellationToken cancel) =>
        ChangeAsync(request, person, (found, helper) => HelpdeskRules.Prove(found, helper, answer, options.Budgets, clock.GetUtcNow()), cancel);

    public Task<PersonChange> ProveInPersonAsync(PortalRequest request, Person person, CancellationToken cancel) => TakesInPerson
        ? ChangeAsync(request, person, (found, helper) => HelpdeskRules.ProveInPerson(found, helper, HelpdeskTexts.Statement(found.Name), clock.GetUtcNow()), cancel)
        : Task.FromResult<PersonChange>(new PersonChange.Refused("this site takes no check in person; ask for a code"));

    /// <summary>Issues the bypass code, and tells the user on every device that can be reached.</summary>
    public async Task<PersonChange> IssueAsync(PortalRequest request, Person person, BypassCode code, CancellationToken cancel)
    {
        var changed = await ChangeAsync(request, person, (found, helper) => HelpdeskRules.Issue(found, helper, code, clock.GetUtcNow()), cancel);
        if (changed is PersonChange.Done { Next: var next })
            courier.Tell(next, HelpdeskTexts.Notice(next.Name));
        return changed;
    }

    private async Task<PersonChange> ChangeAsync(PortalRequest request, Person person, Func<Person, string, PersonChange> change, CancellationToken cancel)
    {
        var outcome = await service.ChangeAsync(request, person.Name, change, cancel);
        lines.Forget();
        return outcome;
    }

    private PersonChange.Refused? Refusal(PortalRequest request, string name) => name == request.Person!.Name
        ? new PersonChange.Refused(HelpdeskTexts.NotYourself)
        : members.MayAdminister(name) ? new PersonChange.Refused(HelpdeskTexts.NotAdministrators) : null;

    private ValueTask RecordAsync(PortalRequest request, AuditKind kind, string? person, string? detail, CancellationToken cancel) =>
        audit.AppendAsync([new AuditEvent(kind, person, request.Source, PortalRules.Host, request.Person!.Name, detail)], cancel);
}
