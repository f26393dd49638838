using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>The guess budgets that are used up now.</summary>
internal sealed class ClosingsPage(AdministrationDesk desk, ClosingList closings, SiteTime time) : IPage
{
    public Task<IResult> ShowAsync(Visit visit, CancellationToken cancel) => ListAsync(visit, null, cancel);

    public async Task<IResult> ActAsync(Visit visit, CancellationToken cancel) =>
        await desk.ChangeAsync(visit, visit.Field("name"), Enrolling.OpenClosings, cancel) is PersonChange.Refused refused
            ? await ListAsync(visit, refused.Reason, cancel)
            : visit.GoTo(AdministrationPaths.Closings, ClosingTexts.Done);

    private async Task<IResult> ListAsync(Visit visit, string? error, CancellationToken cancel)
    {
        var (all, areAll) = await closings.ReadAsync(cancel);
        return visit.AdministrationPage(ClosingTexts.Title, Markup.Of($"""
            <p class="lead">{ClosingTexts.Lead}</p>
            {Parts.Error(error)}{Markup.When(all.Count > 0, () => Parts.ConfirmFirst(visit))}
            <section class="card">
            {Parts.Table(ClosingTexts.Title, [ClosingTexts.User, ClosingTexts.Network, ClosingTexts.Until, .. visit.IsFresh ? [""] : Array.Empty<string>()], [.. all.Select(c => Row(visit, c))], ClosingTexts.Empty)}
            {Markup.When(!areAll, () => Markup.Of($"""<p class="hint">{ClosingTexts.NotShown}</p>"""))}
            </section>
            """));
    }

    private Markup Row(Visit visit, Closing closing) => Markup.Of($"""
        <tr><th scope="row">{Parts.Person(closing.Name)}</th><td>{closing.Network ?? ClosingTexts.AllStrangers}</td><td>{time.Minute(closing.Until)}</td>
        {Markup.When(visit.IsFresh, () => Markup.Of($"<td>{Parts.Action(visit, AdministrationPaths.Closings, "open", ClosingTexts.Unlock, "quiet", ("name", closing.Name))}</td>"))}</tr>
        """);
}
