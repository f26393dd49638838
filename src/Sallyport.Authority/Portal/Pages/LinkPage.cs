using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>Signs in by a link from <c>sallyport portal link</c> and a second factor. Looking at it uses nothing up.</summary>
internal sealed class LinkPage(PortalService service, SessionSeal seal) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => AskAsync(request, null, cancel);

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        if (TokenOf(request) is not { } token)
            return Spent(request);

        return await service.SignInByLinkAsync(request, token, request.Field("code").Trim(), cancel) switch
        {
            PortalDecision.Granted => PortalRequest.GoTo(PortalPaths.Home),
            PortalDecision.Refused { Why: PortalRefusal.WrongCode } wrong => await AskAsync(request, wrong.Text, cancel),
            PortalDecision.Refused { Why: PortalRefusal.LinkSpent } => Spent(request),
            PortalDecision.Refused { Why: PortalRefusal.NoAccess } => ErrorPages.NotYours(request),
            _ => await AskAsync(request, null, cancel),
        };
    }

    private async Task<IResult> AskAsync(PortalRequest request, string? error, CancellationToken cancel)
    {
        if (TokenOf(request) is not { } token)
            return Spent(request);

        var person = await service.FindAsync(token.Name, cancel);
        if (person.Portal.Link is not { } link || !link.Matches(token.Code, request.Now))
            return Spent(request);

        var head = Markup.Of($"""<p class="lead">{SignInTexts.LinkFor} <strong>{person.Name}</strong>.</p>""");
        if (!PortalRules.HasFactor(person, request.Now))
            return request.Page(SignInTexts.LinkTitle, Markup.Of($"""{head}<p>{SignInTexts.LinkNoFactor}</p>{Forms.Button(request, request.Path, SignInTexts.Continue, "primary")}"""));
        if (await service.AskAsync(person, request.Source, cancel) is not { } prompt)
            return request.Page(SignInTexts.LinkTitle, Markup.Of($"""{head}<p class="notice bad" role="alert">{SignInTexts.Closed}</p>"""), StatusCodes.Status403Forbidden);

        return request.Page(SignInTexts.LinkTitle, Markup.Of($"""
            {head}
            <form class="card narrow" method="post" action="{request.Path}">{request.Token}
            {Forms.Code(prompt, SignInTexts.CodeHint, error)}
            <button class="primary">{SignInTexts.Continue}</button>
            </form>
            """));
    }

    private SignInToken? TokenOf(PortalRequest request) => SignInToken.Open(seal, request.Http.Request.RouteValues["token"] as string);

    private static IResult Spent(PortalRequest request) => request.Page(SignInTexts.LinkSpentTitle, Markup.Of($"""
        <p class="lead">{SignInTexts.LinkSpent}</p>
        <pre class="command"><code>{SignInTexts.LinkCommand}</code></pre>
        """), StatusCodes.Status410Gone);
}
