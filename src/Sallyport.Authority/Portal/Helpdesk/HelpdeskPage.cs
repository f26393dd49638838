using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Administration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Helpdesk;

/// <summary>Finds the user who called. To search and to open are forms, because both stand in the audit: no link of another site can cause them.</summary>
internal sealed class HelpdeskPage(HelpdeskService helpdesk) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => Task.FromResult(Show(request, string.Empty, null, null));

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        var typed = request.Field("name").Trim();
        if (request.Field("do") != "open")
        {
            var found = await helpdesk.SearchAsync(request, typed, cancel);
            return Show(request, typed, found, found is null ? HelpdeskTexts.TooShort : null);
        }

        if (typed.Length is 0 or > Person.MostNameLength)
            return PortalRequest.GoTo(PortalPaths.Helpdesk);
        return await helpdesk.OpenAsync(request, typed, cancel) switch
        {
            PersonChange.Done { Next: var person } => new SeeOther(CasePage.Of(person.Name)),
            PersonChange.Refused refused => Show(request, string.Empty, null, refused.Reason),
            _ => throw new InvalidOperationException(),
        };
    }

    private static IResult Show(PortalRequest request, string typed, IReadOnlyList<PersonLine>? found, string? error) => request.AdministrationPage(HelpdeskTexts.Title, Markup.Of($"""
            <p class="lead">{HelpdeskTexts.Lead}</p>
            {AdministrationMarkup.Error(error)}
            <form class="card narrow" method="post" action="{PortalPaths.Helpdesk}" role="search">{request.Token}
            <div class="field"><label for="name">{HelpdeskTexts.Search}</label>
            <input id="name" name="name" type="search" value="{typed}" minlength="2" maxlength="253" required autocapitalize="none" autocomplete="off" spellcheck="false" aria-describedby="name-hint">
            <p class="hint" id="name-hint">{HelpdeskTexts.SearchHint}</p></div>
            <button class="primary" name="do" value="search">{HelpdeskTexts.SearchButton}</button>
            </form>
            {(found is null ? Markup.Empty : List(request, found))}
            """));

    private static Markup List(PortalRequest request, IReadOnlyList<PersonLine> found) => Markup.Of($"""
        <section class="card"><h2>{HelpdeskTexts.Found}</h2>
        {(found.Count == 0 ? Markup.Of($"<p>{HelpdeskTexts.NotFound}</p>") : Markup.Of($"""<ul class="things">{found.Select(line => Item(request, line))}</ul>"""))}
        </section>
        """);

    private static Markup Item(PortalRequest request, PersonLine line) => Markup.Of($"""
        <li><span>{line.Name}</span><form method="post" action="{PortalPaths.Helpdesk}">{request.Token}<input type="hidden" name="name" value="{line.Name}"><button name="do" value="open">{HelpdeskTexts.Open}<span class="vh"> {line.Name}</span></button></form></li>
        """);
}
