using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>The registered people: search, filter, register.</summary>
internal sealed class UsersPage(AdministrationService service, PeopleLines people, SiteTime time) : IPage
{
    private const int OnAPage = 50;

    private static readonly string[] Shows = ["", "with-factor", "without-factor", "locked", "closed"];

    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => ListAsync(request, null, cancel);

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        var name = request.Field("name").Trim();
        if (UserName.Problem(name) is { } problem)
            return await ListAsync(request, problem, cancel);

        return await service.ChangeAsync(request, name, Enrolling.Register, cancel) is PersonChange.Refused refused
            ? await ListAsync(request, refused.Reason, cancel)
            : PortalRequest.GoTo(AdministrationPaths.Of(name));
    }

    private async Task<IResult> ListAsync(PortalRequest request, string? error, CancellationToken cancel)
    {
        var asked = request.Http.Request.Query;
        var (search, show, after) = (asked["q"].ToString().Trim(), asked["show"].ToString(), asked["after"].ToString());
        var all = await people.AllAsync(cancel);
        var found = all.Where(line => line.Name.Contains(search, StringComparison.OrdinalIgnoreCase) && Matches(line, show)).ToList();
        var rest = found.Where(line => string.CompareOrdinal(line.Name, after) > 0).ToList();
        var page = rest.Take(OnAPage).ToList();

        return request.AdministrationPage(UserAdministrationTexts.ListTitle, Markup.Of($"""
            {AdministrationMarkup.Error(error)}
            <form class="filter" method="get" action="{AdministrationPaths.Users}" role="search">
            <div class="field"><label for="q">{UserAdministrationTexts.Search}</label><input id="q" name="q" type="search" value="{search}" maxlength="64" autocapitalize="none" spellcheck="false"></div>
            <div class="field"><label for="show">{UserAdministrationTexts.Show}</label><select id="show" name="show">{Shows.Select(s => Option(s, show))}</select></div>
            <button>{UserAdministrationTexts.SearchButton}</button>
            </form>
            <section class="card">
            {AdministrationMarkup.Table(
                UserAdministrationTexts.ListTitle,
                [UserAdministrationTexts.Name, UserAdministrationTexts.Standing, UserAdministrationTexts.Factors, UserAdministrationTexts.LastLogin, UserAdministrationTexts.Failed],
                [.. page.Select(Row)],
                UserAdministrationTexts.NoMatch)}
            {Markup.When(rest.Count > page.Count, () => Markup.Of($"""<p class="actions"><a class="button" href="{Next(search, show, page[^1].Name)}">{UserAdministrationTexts.More}</a></p>"""))}
            </section>
            {Register(request)}
            """));
    }

    private Markup Row(PersonLine line) => Markup.Of($"""
        <tr><th scope="row">{AdministrationMarkup.Person(line.Name)}</th>
        <td>{Badges(line)}</td>
        <td>{Factors(line)}</td>
        <td>{(line.Last is { } last ? time.Minute(last.At) : Markup.Of($"{UserAdministrationTexts.Never}"))}</td>
        <td class="tabular">{line.Failed}</td></tr>
        """);

    private static Markup Badges(PersonLine line) => Markup.Of($"""
        {AdministrationMarkup.Badge(AdministrationTexts.Standing(line.Standing), line.Standing == PersonStanding.Locked ? "bad" : "")} {Markup.When(line.LockedUntil is not null, () => AdministrationMarkup.Badge(UserAdministrationTexts.ShowWord("closed"), "warn"))}
        """);

    private static Markup Factors(PersonLine line) => line.Factors.IsEmpty
        ? AdministrationMarkup.Badge(UserAdministrationTexts.None, "warn")
        : Markup.Of($"{string.Join(", ", line.Factors.Select(AdministrationTexts.FactorName))}");

    private static Markup Register(PortalRequest request) => Markup.Of($"""
        <section class="card"><h2>{UserAdministrationTexts.AddTitle}</h2><p class="hint">{UserAdministrationTexts.AddHint}</p>
        {AdministrationMarkup.ConfirmFirst(request)}{Markup.When(request.IsFresh, () => Markup.Of($"""
            <form class="inline" method="post" action="{AdministrationPaths.Users}">{request.Token}
            <div class="field"><label for="name">{UserAdministrationTexts.Name}</label><input id="name" name="name" maxlength="64" required autocapitalize="none" autocomplete="off" spellcheck="false"></div>
            <button class="primary">{UserAdministrationTexts.Add}</button></form>
            """))}
        </section>
        """);

    private static Markup Option(string word, string chosen) => word == chosen
        ? Markup.Of($"""<option value="{word}" selected>{UserAdministrationTexts.ShowWord(word)}</option>""")
        : Markup.Of($"""<option value="{word}">{UserAdministrationTexts.ShowWord(word)}</option>""");

    private static string Next(string search, string show, string after) =>
        $"{AdministrationPaths.Users}?q={Uri.EscapeDataString(search)}&show={Uri.EscapeDataString(show)}&after={Uri.EscapeDataString(after)}";

    private static bool Matches(PersonLine line, string show) => show switch
    {
        "with-factor" => line.IsReady,
        "without-factor" => !line.IsReady,
        "locked" => line.Standing == PersonStanding.Locked,
        "closed" => line.LockedUntil is not null,
        _ => true,
    };
}
