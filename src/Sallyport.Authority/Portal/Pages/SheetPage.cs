using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Sheets;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>Makes a new skey sheet for the printer, where the site lets people do that themselves. Only its end is kept.</summary>
internal sealed class SheetPage(PortalService service, SheetMaker sheets, AuthorityOptions options) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => Task.FromResult(request.Page(FactorTexts.SheetName, Markup.Of($"""
        <p class="lead">{FactorTexts.SheetAbout}</p>
        <section class="card narrow">{(IsAllowed
            ? Markup.Of($"""<p>{FactorTexts.SheetMakeHint}</p>{Forms.Button(request, PortalPaths.Sheet, FactorTexts.SheetMake, "primary")}""")
            : Markup.Of($"<p>{FactorTexts.SheetAsk}</p>"))}</section>
        """)));

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        if (!IsAllowed)
            return ErrorPages.NotYours(request);

        var sheet = sheets.Generate(request.Person!);
        return await service.ChangeAsync(request, request.Person!.Name, (person, actor) => Enrolling.IssueSkey(person, sheet.Start, actor), cancel) switch
        {
            PersonChange.Done => request.Page(FactorTexts.SheetName, Markup.Of($"""
                <p class="notice warn">{FactorTexts.SheetShown}</p>
                <section class="card"><div class="scroll"><table class="sheet" translate="no">
                <caption>{request.Site} · {request.Person.Name} · {sheet.Start.Seed.Text}</caption>
                <thead><tr><th class="number" scope="col">{FactorTexts.SheetColumns}</th><th scope="col">{FactorTexts.SheetWords}</th></tr></thead>
                <tbody>{sheet.Lines.Select(line => Markup.Of($"""<tr><td class="number">{line.Number}</td><td class="mono">{line.Words}</td></tr>{"\n"}"""))}</tbody>
                </table></div></section>
                <p><a class="button" href="{PortalPaths.Factors}">{FactorTexts.Title}</a></p>
                """)),
            PersonChange.Refused refused => request.Page(
                FactorTexts.SheetName, Markup.Of($"""<p class="notice bad" role="alert">{DisplayText.Sentence(refused.Reason)}</p>"""), StatusCodes.Status409Conflict),
            _ => throw new InvalidOperationException(),
        };
    }

    private bool IsAllowed => options.Portal.OwnSheets == Settings.Switch.On;
}
