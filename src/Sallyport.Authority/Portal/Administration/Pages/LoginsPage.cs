using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>Logins and tries, the newest first; with a script, as they come.</summary>
internal sealed class LoginsPage(LoginRows rows) : IPage
{
    public async Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        var filter = AuditFilter.Of(request.Http.Request.Query);
        var (page, shown, error) = await rows.ReadAsync(request, filter, cancel);
        request.Head = Markup.Of($"""<script type="module" src="{AssetFiles.Url("administration.js")}"></script>{"\n"}""");
        return request.AdministrationPage(AuditTexts.LoginsTitle, Markup.Of($"""
            {AdministrationMarkup.Error(error)}
            {AuditFields.Form(AdministrationPaths.Logins, filter, AuditFields.Choice("outcome", AuditTexts.Outcome, filter.Outcome, AuditFilter.Outcomes.Select(o => (o, AuditTexts.OutcomeWord(o)))))}
            <section class="card"><div data-live="{AdministrationPaths.LoginRows}{filter.ToQueryString()}" data-live-label="{AuditTexts.Live}">{shown}</div>
            {AuditFields.Links(AdministrationPaths.Logins, filter, LoginRows.OnlyLogins(filter), page, LoginRows.OnAPage)}</section>
            """));
    }
}

/// <summary>The rows of <see cref="LoginsPage"/>, on the page and for its script.</summary>
internal sealed class LoginRows(IAuditLog audit, AuditTable table, SiteTime time)
{
    public const int OnAPage = 50;

    /// <summary>The filter with nothing but logins in it.</summary>
    public static AuditFilter OnlyLogins(AuditFilter filter) =>
        filter with { Kind = string.Empty, Outcome = filter.Outcome.Length == 0 ? "any" : filter.Outcome };

    public async Task<(AuditPage Page, Markup Shown, string? Error)> ReadAsync(PortalRequest request, AuditFilter filter, CancellationToken cancel)
    {
        var (query, error) = OnlyLogins(filter).Read(time);
        var page = await audit.QueryAsync(query with { Most = OnAPage, Before = AuditCursor.Parse(request.Http.Request.Query["before"]) }, cancel);
        return (page, table.Draw(AuditTexts.LoginsTitle, AuditColumns.Logins, page.Rows), error);
    }

    /// <summary>The table alone.</summary>
    public async Task<IResult> FetchAsync(PortalRequest request, CancellationToken cancel)
    {
        var (_, shown, _) = await ReadAsync(request, AuditFilter.Of(request.Http.Request.Query), cancel);
        return new PageResult(shown, StatusCodes.Status200OK);
    }
}
