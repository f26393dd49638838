using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>What happened with the person's name: wrong codes, logins, changes; the browsers that are signed in.</summary>
internal sealed class ActivityPage(PortalService service, IAuditLog audit, AuthorityOptions options) : IPage
{
    private const int Most = 20;

    public async Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        var person = request.Person!;
        var recent = await audit.QueryAsync(new AuditQuery { Person = person.Name, Most = Most }, cancel);
        return request.Page(ActivityTexts.Title, Markup.Of($"""
            <p class="lead">{ActivityTexts.Lead}</p>
            <section class="card"><h2>{ActivityTexts.FailedTitle}</h2>{Failed(person.History)}</section>
            <section class="card"><h2>{ActivityTexts.RecentTitle}</h2>{Recent(recent.Rows)}</section>
            <section class="card"><h2>{ActivityTexts.SessionsTitle}</h2>{Sessions(request, person.Portal.Sessions)}</section>
            """));
    }

    /// <summary>Signs out everywhere.</summary>
    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        await service.SignOutEverywhereAsync(request, cancel);
        request.Hold(null);
        return request.GoTo(PortalPaths.SignIn, ActivityTexts.SignedOutEverywhere);
    }

    private static Markup Failed(LoginHistory history) => history.FailedSince.IsEmpty
        ? Markup.Of($"<p>{ActivityTexts.FailedNone}</p>")
        : Markup.Of($"""<ul class="things">{history.FailedSince.OrderByDescending(f => f.Count).Select(Failed)}</ul>""");

    private static Markup Failed(FailedTries tries) => Markup.Of($"""
        <li><span><strong>{DisplayText.Count(tries.Count, "wrong code", "wrong codes")}</strong> · {Name(tries.Network)}</span>{NotMe(tries.Network)}</li>
        """);

    private static Markup NotMe(SourceNetwork network) => Markup.Of(
        $"""<a class="button quiet" href="{PortalPaths.NotMe}?network={Uri.EscapeDataString(network.ToString())}">{ActivityTexts.NotMe}<span class="vh"> ({Name(network)})</span></a>""");

    private Markup Recent(IReadOnlyList<AuditRow> rows) => rows.Count == 0
        ? Markup.Of($"<p>{ActivityTexts.RecentNone}</p>")
        : Markup.Of($"""<ol class="things">{rows.Select(Row)}</ol>""");

    private Markup Row(AuditRow row) => Markup.Of($"""
        <li><span><span class="badge {EventTexts.LookOf(row.Event.Kind)}">{EventTexts.Of(row.Event.Kind)}</span> {By(row)}</span><span class="hint">{Place(row)}{DisplayText.Time(row.At, options.TimeZone)}</span></li>
        """);

    private static Markup By(AuditRow row) => row.Event.Actor is { } actor && actor != row.Event.Person
        ? Markup.Of($"""<span class="hint">by {actor}</span>""")
        : Markup.Empty;

    private static Markup Place(AuditRow row) => (row.Event.Source, row.Event.Host) switch
    {
        ({ } source, { } host) => Markup.Of($"{host} from {source.ToString()} · "),
        ({ } source, null) => Markup.Of($"{source.ToString()} · "),
        _ => Markup.Empty,
    };

    private Markup Sessions(PortalRequest request, ImmutableArray<PortalSession> sessions) => Markup.Of($"""
        <ul class="things">{sessions.Reverse().Where(s => s.IsLive(options.Portal.Policy, request.Now)).Select(s => Session(request, s))}</ul>
        {Forms.Button(request, PortalPaths.Activity, ActivityTexts.SignOutEverywhere, "danger")}
        """);

    private Markup Session(PortalRequest request, PortalSession session) => Markup.Of($"""
        <li><span>{DisplayText.Address(session.Source)} {(session == request.Session ? Markup.Of($"""<span class="badge good">{ActivityTexts.ThisBrowser}</span>""") : Markup.Empty)}</span><span class="hint">{ActivityTexts.Since} {DisplayText.Time(session.Began, options.TimeZone)}</span></li>
        """);

    private static string Name(SourceNetwork network) => network == SourceNetwork.Unknown ? ActivityTexts.UnknownNetwork : network.ToString();
}
