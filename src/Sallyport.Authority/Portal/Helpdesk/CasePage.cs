using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Administration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Helpdesk;

/// <summary>One user, as long as the helper has the case open: why the last login failed, the proofs to ask for, the bypass code.</summary>
internal sealed class CasePage(HelpdeskService helpdesk, CaseForms forms, SiteTime time, TimeProvider clock) : IPage
{
    public static string Of(string name) => $"{PortalPaths.HelpdeskUser}?name={Uri.EscapeDataString(name)}";

    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => ShowAsync(request, request.Http.Request.Query["name"].ToString(), null, cancel);

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        var name = request.Field("name");
        if (await helpdesk.FindAsync(request, name, cancel) is not { } person)
            return request.GoTo(PortalPaths.Helpdesk, HelpdeskTexts.CaseClosed);

        switch (request.Field("do"))
        {
            case "send" when DeviceId.Parse(request.Field("device")) is { } phone:
                return await AnswerAsync(request, name, await helpdesk.SendPasscodeAsync(request, person, phone, cancel), HelpdeskTexts.MessageAsked, cancel);
            case "prove":
                return await AnswerAsync(request, name, await helpdesk.ProveAsync(request, person, request.Field("code").Trim(), cancel), null, cancel);
            case "in-person" when request.Field("confirmed") != "yes":
                return await ShowAsync(request, name, HelpdeskTexts.InPersonMissing, cancel);
            case "in-person":
                return await AnswerAsync(request, name, await helpdesk.ProveInPersonAsync(request, person, cancel), null, cancel);
            case "issue":
                return await IssueAsync(request, person, cancel);
            default:
                return ErrorPages.StaleForm(request);
        }
    }

    private async Task<IResult> AnswerAsync(PortalRequest request, string name, PersonChange change, string? done, CancellationToken cancel) => change switch
    {
        PersonChange.Refused refused => await ShowAsync(request, name, refused.Reason, cancel),
        _ when done is null => new SeeOther(Of(name)),
        _ => Leave(request, name, done),
    };

    private static SeeOther Leave(PortalRequest request, string name, string done)
    {
        request.Leave(done);
        return new SeeOther(Of(name));
    }

    private async Task<IResult> IssueAsync(PortalRequest request, Person person, CancellationToken cancel)
    {
        if (!int.TryParse(request.Field("uses"), out var uses) || !int.TryParse(request.Field("hours"), out var hours) || !BypassCode.IsAllowed(uses, hours))
            return await ShowAsync(request, person.Name, BypassCode.Allowed, cancel);

        var text = Codes.Passcode();
        var code = new BypassCode(Codes.Hash(text), uses, clock.GetUtcNow().AddHours(hours));
        return await helpdesk.IssueAsync(request, person, code, cancel) is PersonChange.Refused refused
            ? await ShowAsync(request, person.Name, refused.Reason, cancel)
            : request.AdministrationPage(HelpdeskTexts.IssueTitle, Markup.Of($"""
                <section class="card hero"><p class="code-large given" translate="no">{text}</p>
                <p>{HelpdeskTexts.Issued} {time.Minute(code.Expires)}.</p></section>
                <p><a class="button" href="{PortalPaths.Helpdesk}">{HelpdeskTexts.Another}</a></p>
                """));
    }

    private async Task<IResult> ShowAsync(PortalRequest request, string name, string? error, CancellationToken cancel)
    {
        if (await helpdesk.FindAsync(request, name, cancel) is not { } person)
            return request.GoTo(PortalPaths.Helpdesk, HelpdeskTexts.CaseClosed);

        var failure = await helpdesk.LastFailureAsync(person, cancel);
        return request.AdministrationPage(person.Name, Markup.Of($"""
            {AdministrationMarkup.Error(error)}
            <section class="card"><h2>{HelpdeskTexts.FailureTitle}</h2><p class="lead">{failure}</p></section>
            <section class="card"><h2>{HelpdeskTexts.FactorsTitle}</h2>{forms.Factors(person)}</section>
            {(person.Portal.Case?.Proof is { } proof ? CaseForms.Issue(request, person, proof) : forms.Proofs(request, person))}
            <p><a class="button" href="{PortalPaths.Helpdesk}">{HelpdeskTexts.Another}</a></p>
            """));
    }
}
