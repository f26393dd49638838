using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>The guess budgets that are used up now.</summary>
internal sealed class LockoutsPage(AdministrationService service, LockoutList lockouts, SiteTime time) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => ListAsync(request, null, cancel);

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel) =>
        await service.ChangeAsync(request, request.Field("name"), Enrolling.LiftLockouts, cancel) is PersonChange.Refused refused
            ? await ListAsync(request, refused.Reason, cancel)
            : request.GoTo(AdministrationPaths.Lockouts, LockoutTexts.Done);

    private async Task<IResult> ListAsync(PortalRequest request, string? error, CancellationToken cancel)
    {
        var (all, areAll) = await lockouts.ReadAsync(cancel);
        return request.AdministrationPage(LockoutTexts.Title, Markup.Of($"""
            <p class="lead">{LockoutTexts.Lead}</p>
            {AdministrationMarkup.Error(error)}{Markup.When(all.Count > 0, () => AdministrationMarkup.ConfirmFirst(request))}
            <section class="card">
            {AdministrationMarkup.Table(LockoutTexts.Title, [LockoutTexts.User, LockoutTexts.Network, LockoutTexts.Until, .. request.IsFresh ? [""] : Array.Empty<string>()], [.. all.Select(c => Row(request, c))], LockoutTexts.Empty)}
            {Markup.When(!areAll, () => Markup.Of($"""<p class="hint">{LockoutTexts.NotShown}</p>"""))}
            </section>
            """));
    }

    private Markup Row(PortalRequest request, Lockout lockout) => Markup.Of($"""
        <tr><th scope="row">{AdministrationMarkup.Person(lockout.Name)}</th><td>{lockout.Network ?? LockoutTexts.AllUnknownNetworks}</td><td>{time.Minute(lockout.Until)}</td>
        {Markup.When(request.IsFresh, () => Markup.Of($"<td>{AdministrationMarkup.Action(request, AdministrationPaths.Lockouts, "open", LockoutTexts.Unlock, "quiet", ("name", lockout.Name))}</td>"))}</tr>
        """);
}
