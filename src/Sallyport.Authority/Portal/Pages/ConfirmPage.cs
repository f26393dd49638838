using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>Asks who is signed in for a second factor, then leads back to where it was needed.</summary>
internal sealed class ConfirmPage(PortalDesk desk) : IPage
{
    public Task<IResult> ShowAsync(Visit visit, CancellationToken cancel) => AskAsync(visit, Next(visit.Http.Request.Query["next"]), null, cancel);

    public async Task<IResult> ActAsync(Visit visit, CancellationToken cancel)
    {
        var next = Next(visit.Field("next"));
        return await desk.StepUpAsync(visit, visit.Field("code").Trim(), cancel) switch
        {
            PortalDecision.Granted => Visit.GoTo(next),
            PortalDecision.Refused { Why: PortalRefusal.SignedOut } => Visit.GoTo(PortalPaths.SignIn),
            PortalDecision.Refused { Why: PortalRefusal.Closed } => await AskAsync(visit, next, null, cancel),
            PortalDecision.Refused refused => await AskAsync(visit, next, refused.Text, cancel),
            _ => throw new InvalidOperationException(),
        };
    }

    private async Task<IResult> AskAsync(Visit visit, string next, string? error, CancellationToken cancel)
    {
        if (await desk.AskAsync(visit.Person!, visit.Source, cancel) is not { } prompt)
            return visit.Page(SignInTexts.ConfirmTitle, Markup.Of($"""<p class="notice bad" role="alert">{SignInTexts.Closed}</p>"""), StatusCodes.Status403Forbidden);

        var hasPasskey = !visit.Person!.Portal.Passkeys.IsEmpty;
        visit.Head = hasPasskey ? PasskeyParts.Script : Markup.Empty;
        return visit.Page(SignInTexts.ConfirmTitle, Markup.Of($"""
            <p class="lead">{SignInTexts.ConfirmLead}</p>
            {Markup.When(hasPasskey, () => Markup.Of($"""<section class="card narrow">{PasskeyParts.Button(next, "primary")}</section>{"\n"}"""))}
            {Markup.When(!hasPasskey || PortalRules.HasCode(visit.Person, visit.Now), () => CodeForm(visit, prompt, next, error))}
            """));
    }

    private static Markup CodeForm(Visit visit, Prompt prompt, string next, string? error) => Markup.Of($"""
        <form class="card narrow" method="post" action="{PortalPaths.Confirm}">{visit.Token}<input type="hidden" name="next" value="{next}">
        {Forms.Code(prompt, SignInTexts.CodeHint, error)}
        <button class="primary">{SignInTexts.ConfirmButton}</button>
        </form>
        """);

    private static string Next(string? wish) => PortalPaths.OwnOrHome(wish);
}
