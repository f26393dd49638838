using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Passkeys;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal;

/// <summary>Runs the portal's rules against the store (<see cref="ChangeLoop"/>). What it returns is durable.</summary>
internal sealed class PortalService(IStore store, PolicySource policies, AuthorityOptions options, TimeProvider clock)
{
    /// <summary>What to ask the person for; null while the budget is used up.</summary>
    public async Task<Prompt?> AskAsync(Person person, IPAddress? source, CancellationToken cancel) =>
        PortalRules.Ask(person, source, await policies.GetAsync(cancel), clock.GetUtcNow());

    public async ValueTask<Person> FindAsync(string name, CancellationToken cancel) =>
        await store.FindAsync((await policies.Names.OfAsync(name, cancel)).Name, cancel);

    public Task<PortalDecision> SignInByLinkAsync(PortalRequest request, SignInToken link, string answer, CancellationToken cancel) => SignInAsync(
        request,
        link.Name,
        (person, ticket, policy, now) => PortalRules.SignInByLink(person, link.Code, answer, ticket.Id, request.Source, options.Portal.Policy, policy, now),
        cancel);

    /// <summary>Signs in a browser for whose person the site's single sign-on has vouched.</summary>
    public Task<PortalDecision> SignInBySignOnAsync(PortalRequest request, string name, CancellationToken cancel) => SignInAsync(
        request,
        name,
        (person, ticket, _, now) => PortalRules.SignInBySignOn(person, ticket.Id, request.Source, options.Portal.Policy, now),
        cancel);

    /// <summary>The passkey's counter is kept by the same write that signs in.</summary>
    public Task<PortalDecision> SignInByPasskeyAsync(PortalRequest request, ShownPasskey shown, CancellationToken cancel) => SignInAsync(
        request,
        shown.Name,
        (person, ticket, _, now) => PortalRules.SignInByPasskey(person, shown.Id, shown.SignCount, ticket.Id, request.Source, options.Portal.Policy, now),
        cancel);

    public Task<PortalDecision> StepUpByPasskeyAsync(PortalRequest request, ShownPasskey shown, CancellationToken cancel) => DecideAsync(
        request.Person!.Name,
        (person, _, now) => PortalRules.StepUpByPasskey(person, shown.Id, shown.SignCount, request.SessionId, request.Source, options.Portal.Policy, now),
        cancel);

    public Task<PortalDecision> StepUpAsync(PortalRequest request, string answer, CancellationToken cancel) => DecideAsync(
        request.Person!.Name,
        (person, policy, now) => PortalRules.StepUp(person, answer, request.SessionId, request.Source, options.Portal.Policy, policy, now),
        cancel);

    public Task<PortalDecision> SignOutAsync(PortalRequest request, CancellationToken cancel) => DecideAsync(
        request.Person!.Name, (person, _, _) => PortalRules.SignOut(person, request.SessionId, request.Source), cancel);

    public Task<PortalDecision> SignOutEverywhereAsync(PortalRequest request, CancellationToken cancel) => DecideAsync(
        request.Person!.Name, (person, _, _) => PortalRules.SignOutEverywhere(person, request.Source), cancel);

    public Task<PortalDecision> DisownAsync(PortalRequest request, SourceNetwork network, CancellationToken cancel) => DecideAsync(
        request.Person!.Name,
        (person, policy, now) => PortalRules.Disown(person, network, request.SessionId, request.Source, options.Portal.Policy, policy, now),
        cancel);

    /// <summary>A change of any person by the signed-in user. The audit names that user, the address and the portal.</summary>
    /// <returns>The person as stored after the change, or why the rules say no.</returns>
    public async Task<PersonChange> ChangeAsync(PortalRequest request, string name, Func<Person, string, PersonChange> decide, CancellationToken cancel) => await store.ChangeAsync(
        (await policies.Names.OfAsync(name, cancel)).Name,
        person => decide(person, request.Person!.Name),
        happened => happened with { Source = request.Source, Host = PortalRules.Host },
        cancel);

    /// <summary>The browser gets a new secret with the sign-in, so that one planted before is worth nothing.</summary>
    private async Task<PortalDecision> SignInAsync(
        PortalRequest request, string name, Func<Person, Ticket, LoginPolicy, DateTimeOffset, PortalDecision> decide, CancellationToken cancel)
    {
        var ticket = Ticket.For(name, clock.GetUtcNow());
        var decision = await DecideAsync(name, (person, policy, now) => decide(person, ticket, policy, now), cancel);
        if (decision is PortalDecision.Granted)
            request.Hold(ticket);
        return decision;
    }

    private async Task<PortalDecision> DecideAsync(
        string name, Func<Person, LoginPolicy, DateTimeOffset, PortalDecision> decide, CancellationToken cancel)
    {
        var policy = await policies.GetAsync(cancel);
        return await store.ChangeAsync(
            name,
            person =>
            {
                var decision = decide(person, policy, clock.GetUtcNow());
                return new Change<PortalDecision>(decision.Next, decision.Events, decision);
            },
            cancel);
    }
}
