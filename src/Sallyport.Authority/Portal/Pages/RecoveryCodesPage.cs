using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>Makes a new set of recovery codes, shown once.</summary>
internal sealed class RecoveryCodesPage(PortalService service) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => Task.FromResult(request.Page(FactorTexts.RecoveryName, Markup.Of($"""
        <p class="lead">{FactorTexts.RecoveryAbout}</p>
        <section class="card narrow"><p>{FactorTexts.RecoveryMakeHint}</p>{Forms.Button(request, PortalPaths.RecoveryCodes, FactorTexts.RecoveryMake, "primary")}</section>
        """)));

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        var codes = Enumerable.Range(0, RecoveryCodes.InASet).Select(_ => Codes.Passcode()).ToList();
        var kept = Codes.Keep(codes);
        return await service.ChangeAsync(request, request.Person!.Name, (person, actor) => Enrolling.IssueRecoveryCodes(person, kept, actor), cancel) switch
        {
            PersonChange.Done => request.Page(FactorTexts.RecoveryName, Markup.Of($"""
                <p class="notice warn">{FactorTexts.RecoveryShown}</p>
                <section class="card">
                <ul class="codes" translate="no">{codes.Select(code => Markup.Of($"<li>{code}</li>"))}</ul>
                </section>
                <p><a class="button" href="{PortalPaths.Factors}">{FactorTexts.Title}</a></p>
                """)),
            PersonChange.Refused refused => request.Page(
                FactorTexts.RecoveryName, Markup.Of($"""<p class="notice bad" role="alert">{DisplayText.Sentence(refused.Reason)}</p>"""), StatusCodes.Status409Conflict),
            _ => throw new InvalidOperationException(),
        };
    }
}
