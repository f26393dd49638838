using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary><c>sallyport portal link</c>: a sign-in link for the person whom the kernel names. An administrator cannot make one for another person.</summary>
internal sealed class PortalLinkEndpoint(PeopleService service, AuthorityOptions options, SessionSeal seal, TimeProvider clock)
{
    public async Task<IResult> Issue(string name, Caller caller, CancellationToken cancel)
    {
        if (!string.Equals(caller.Name, name, StringComparison.Ordinal))
            return Answers.NotPermitted("only the user themselves can create a sign-in link");
        if (!options.Portal.IsOn)
            return Answers.Refused("this site has no portal; an administrator turns it on with url = https://… under [portal] in the authority's configuration");

        var code = Codes.Passcode();
        var kept = Codes.Hash(code);
        var now = clock.GetUtcNow();
        return await service.ChangeAsync(name, person => PortalRules.IssueLink(person, kept, options.Portal.Policy, caller.Actor, now), cancel) switch
        {
            PersonChange.Refused refused => Answers.Refused(refused.Reason),
            _ => Answers.Ok(
                new PortalLinkMessage($"{options.Portal.Origin}{PortalPaths.Link}/{new SignInToken(name, code).Seal(seal)}", now + options.Portal.Policy.LinkLife),
                LocalJson.Default.PortalLinkMessage),
        };
    }
}
