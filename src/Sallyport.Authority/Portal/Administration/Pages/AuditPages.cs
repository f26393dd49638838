using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Audit;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>Everything that happened, and whether the record of it is whole.</summary>
internal sealed class AuditPages(IAuditLog audit, AuditTable table, ChainState chain, SiteTime time) : IPage
{
    private const int OnAPage = 50;

    private static readonly (string, string)[] Kinds =
        [("", AuditTexts.Anything), .. Enum.GetValues<AuditKind>().Select(k => (AuditNames.Of(k), AdministrationTexts.Kind(k)))];

    public async Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        var filter = AuditFilter.Of(request.Http.Request.Query);
        var (query, error) = filter.Read(time);
        var page = await audit.QueryAsync(query with { Most = OnAPage, Before = AuditCursor.Parse(request.Http.Request.Query["before"]) }, cancel);
        return request.AdministrationPage(AuditTexts.Title, Markup.Of($"""
            {AdministrationMarkup.Error(error)}
            {AuditFields.Form(AdministrationPaths.Audit, filter, AuditFields.Choice("kind", AuditTexts.Event, filter.Kind, Kinds))}
            <section class="card">{table.Draw(AuditTexts.Title, AuditColumns.Everything, page.Rows)}{AuditFields.Links(AdministrationPaths.Audit, filter, filter, page, OnAPage)}</section>
            <section class="card"><h2>{AuditTexts.ChainTitle}</h2>{State(chain.Last)}
            <div class="actions">{AdministrationMarkup.Action(request, AdministrationPaths.Audit, "check", AuditTexts.Check, "")}</div></section>
            """));
    }

    /// <summary>Walks the chain.</summary>
    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        await chain.CheckAsync(cancel);
        return PortalRequest.GoTo(AdministrationPaths.Audit);
    }

    private Markup State(ChainState.Checked? last) => last switch
    {
        null => Markup.Of($"<p>{AuditTexts.NotChecked}</p>"),
        { Verdict.RolledBack: { } person } => Bad(last, AuditTexts.RolledBack(person)),
        { Verdict.BrokenAt: { } row } => Bad(last, AuditTexts.Broken(row)),
        { Verdict: var verdict } => Markup.Of($"""
            <p class="notice good">{AuditTexts.Whole(verdict.Rows)} {time.Minute(last.At)}</p>
            <p class="hint">{AuditTexts.Head}</p><p class="command mono">{Convert.ToHexStringLower(verdict.Head.AsSpan())}</p>
            """),
    };

    private Markup Bad(ChainState.Checked last, string sentence) => Markup.Of($"""<p class="notice bad" role="alert">{sentence} {time.Minute(last.At)}</p>""");
}

/// <summary>Rows of the audit as files, by the same filter as the page.</summary>
internal sealed class AuditFiles(AuditExport export, SiteTime time)
{
    public Task<IResult> CsvAsync(PortalRequest request, CancellationToken cancel) => Task.FromResult(
        Read(request) is { } query ? Results.Stream(body => export.WriteCsvAsync(query, body, cancel), Csv.ContentType, Name(request, "csv")) : Malformed());

    public Task<IResult> JsonAsync(PortalRequest request, CancellationToken cancel) => Task.FromResult(
        Read(request) is { } query ? Results.Stream(body => export.WriteJsonAsync(query, body, cancel), "application/json", Name(request, "json")) : Malformed());

    private AuditQuery? Read(PortalRequest request) => AuditFilter.Of(request.Http.Request.Query).Read(time) is (var query, null) ? query : null;

    private static IResult Malformed() => Results.StatusCode(StatusCodes.Status400BadRequest);

    private string Name(PortalRequest request, string kind) => $"audit-{time.Local(request.Now):yyyy-MM-dd}.{kind}";
}
