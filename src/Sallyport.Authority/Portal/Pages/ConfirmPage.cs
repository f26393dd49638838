using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>Asks who is signed in for a second factor, then leads back to where it was needed.</summary>
internal sealed class ConfirmPage(PortalService service, AuthorityOptions options) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => AskAsync(request, Next(request.Http.Request.Query["next"]), null, cancel);

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        var next = Next(request.Field("next"));
        return await service.StepUpAsync(request, request.Field("code").Trim(), cancel) switch
        {
            PortalDecision.Granted => PortalRequest.GoTo(next),
            PortalDecision.Refused { Why: PortalRefusal.SignedOut } => PortalRequest.GoTo(PortalPaths.SignIn),
            PortalDecision.Refused { Why: PortalRefusal.Closed } => await AskAsync(request, next, null, cancel),
            PortalDecision.Refused refused => await AskAsync(request, next, refused.Text, cancel),
            _ => throw new InvalidOperationException(),
        };
    }

    private async Task<IResult> AskAsync(PortalRequest request, string next, string? error, CancellationToken cancel)
    {
        if (await service.AskAsync(request.Person!, request.Source, cancel) is not { } prompt)
            return request.Page(SignInTexts.ConfirmTitle, Markup.Of($"""<p class="notice bad" role="alert">{SignInTexts.Closed}</p>"""), StatusCodes.Status403Forbidden);

        var person = request.Person!;
        var hasPasskey = options.Portal.HasPasskeys && !person.Portal.Passkeys.IsEmpty;
        request.Head = hasPasskey ? PasskeyMarkup.Script : Markup.Empty;
        return request.Page(SignInTexts.ConfirmTitle, Markup.Of($"""
            <p class="lead">{SignInTexts.ConfirmLead}</p>
            {Markup.When(hasPasskey, () => Markup.Of($"""<section class="card narrow">{PasskeyMarkup.Button(next, "primary")}</section>{"\n"}"""))}
            {Markup.When(!hasPasskey || PortalRules.HasCode(person, request.Now), () => CodeForm(request, prompt, next, error))}
            """));
    }

    private static Markup CodeForm(PortalRequest request, Prompt prompt, string next, string? error) => Markup.Of($"""
        <form class="card narrow" method="post" action="{PortalPaths.Confirm}">{request.Token}<input type="hidden" name="next" value="{next}">
        {Forms.Code(prompt, SignInTexts.CodeHint, error)}
        <button class="primary">{SignInTexts.ConfirmButton}</button>
        </form>
        """);

    private static string Next(string? path) => PortalPaths.OwnOrHome(path);
}
