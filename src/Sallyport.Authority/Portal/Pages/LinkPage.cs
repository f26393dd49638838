using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>Signs in by a link from <c>sallyport portal link</c> and a second factor. Looking at it uses nothing up.</summary>
internal sealed class LinkPage(PortalDesk desk, SessionSeal seal) : IPage
{
    public Task<IResult> ShowAsync(Visit visit, CancellationToken cancel) => AskAsync(visit, null, cancel);

    public async Task<IResult> ActAsync(Visit visit, CancellationToken cancel)
    {
        if (TokenOf(visit) is not { } token)
            return Spent(visit);

        return await desk.SignInByLinkAsync(visit, token, visit.Field("code").Trim(), cancel) switch
        {
            PortalDecision.Granted => Visit.GoTo(PortalPaths.Home),
            PortalDecision.Refused { Why: PortalRefusal.WrongCode } wrong => await AskAsync(visit, wrong.Text, cancel),
            PortalDecision.Refused { Why: PortalRefusal.LinkSpent } => Spent(visit),
            PortalDecision.Refused { Why: PortalRefusal.NoAccess } => Refusals.NotYours(visit),
            _ => await AskAsync(visit, null, cancel),
        };
    }

    private async Task<IResult> AskAsync(Visit visit, string? error, CancellationToken cancel)
    {
        if (TokenOf(visit) is not { } token)
            return Spent(visit);

        var person = await desk.FindAsync(token.Name, cancel);
        if (person.Portal.Link is not { } link || !link.Matches(token.Code, visit.Now))
            return Spent(visit);

        var head = Markup.Of($"""<p class="lead">{SignInTexts.LinkFor} <strong>{person.Name}</strong>.</p>""");
        if (!PortalRules.HasFactor(person, visit.Now))
            return visit.Page(SignInTexts.LinkTitle, Markup.Of($"""{head}<p>{SignInTexts.LinkNoFactor}</p>{Forms.Button(visit, visit.Path, SignInTexts.Continue, "primary")}"""));
        if (await desk.AskAsync(person, visit.Source, cancel) is not { } prompt)
            return visit.Page(SignInTexts.LinkTitle, Markup.Of($"""{head}<p class="notice bad" role="alert">{SignInTexts.Closed}</p>"""), StatusCodes.Status403Forbidden);

        return visit.Page(SignInTexts.LinkTitle, Markup.Of($"""
            {head}
            <form class="card narrow" method="post" action="{visit.Path}">{visit.Token}
            {Forms.Code(prompt, SignInTexts.CodeHint, error)}
            <button class="primary">{SignInTexts.Continue}</button>
            </form>
            """));
    }

    private SignInToken? TokenOf(Visit visit) => SignInToken.Open(seal, visit.Http.Request.RouteValues["token"] as string);

    private static IResult Spent(Visit visit) => visit.Page(SignInTexts.LinkSpentTitle, Markup.Of($"""
        <p class="lead">{SignInTexts.LinkSpent}</p>
        <pre class="command"><code>{SignInTexts.LinkCommand}</code></pre>
        """), StatusCodes.Status410Gone);
}
