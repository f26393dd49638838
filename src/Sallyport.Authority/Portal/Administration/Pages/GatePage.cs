using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Administration.Charts;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>What the gate of this machine reports.</summary>
internal sealed class GatePage(GateWatch gate, SiteTime time) : IPage
{
    /// <summary>Rows of a table at most; the command line prints all.</summary>
    private const int MostRows = 100;

    public async Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        var (report, problem) = await gate.AskAsync(cancel);
        return request.AdministrationPage(
            GateTexts.Title,
            report is null ? Markup.Of($"""<p class="notice">{DisplayText.Sentence(problem!)}</p>""") : Report(report));
    }

    private Markup Report(GateReport report) => Markup.Of($"""
        <dl class="figures">
        {Figure(GateTexts.Accepted, report.Totals.Accepted)}{Figure(GateTexts.HandedOver, report.Totals.HandedOver)}{Figure(GateTexts.LoggedIn, report.Totals.LoggedIn)}
        </dl>
        <div class="cards">
        <section class="card"><dl class="facts"><dt>{GateTexts.Started}</dt><dd>{time.Minute(report.Started)}</dd><dt>{GateTexts.Authority}</dt><dd>{report.Authority}</dd></dl>
        <h2>{GateTexts.LanesTitle}</h2>{AdministrationMarkup.Table(
            GateTexts.LanesTitle,
            [GateTexts.Lane, GateTexts.Pending, GateTexts.Places, GateTexts.ThisSecond],
            [.. report.Lanes.Select(l => Markup.Of($"""<tr><th scope="row">{l.Lane}</th><td class="number">{l.Pending}</td><td class="number">{l.Places}</td><td class="number">{l.ThisSecond}</td></tr>"""))],
            string.Empty)}</section>
        <section class="card">{BarTable.Draw(
            GateTexts.RefusedTitle,
            GateTexts.Reason,
            GateTexts.Count,
            "tone-bad",
            [.. report.Totals.Refused.Where(r => r.Value > 0).OrderByDescending(r => r.Value).Select(r => new Bar(Markup.Of($"{r.Key}"), (int)Math.Min(r.Value, int.MaxValue)))],
            GateTexts.NothingRefused)}</section>
        <section class="card whole"><h2>{GateTexts.PenaltiesTitle} · {report.PenaltiesInAll}</h2>{AdministrationMarkup.Table(
            GateTexts.PenaltiesTitle,
            [GateTexts.Source, GateTexts.Left, GateTexts.Reason, GateTexts.Points],
            [.. report.Penalties.Take(MostRows).Select(p => Markup.Of($"""<tr><th scope="row">{p.Source}</th><td>{GateTexts.Length(p.SecondsLeft)}</td><td>{p.Reason}</td><td class="number">{p.Points}</td></tr>"""))],
            GateTexts.NoPenalties)}</section>
        <section class="card"><h2>{GateTexts.BansTitle}</h2>{AdministrationMarkup.Table(
            GateTexts.BansTitle,
            [GateTexts.Network, GateTexts.Left],
            [.. report.Bans.Take(MostRows).Select(b => Markup.Of($"""<tr><th scope="row">{b.Network}</th><td>{GateTexts.Length(b.SecondsLeft)}</td></tr>"""))],
            GateTexts.NoBans)}</section>
        <section class="card"><h2>{GateTexts.OpenTitle} · {report.Connections.Count}</h2>{AdministrationMarkup.Table(
            GateTexts.OpenTitle,
            [GateTexts.Source, GateTexts.Lane, GateTexts.Stage, GateTexts.Since],
            [.. report.Connections.Take(MostRows).Select(c => Markup.Of($"""<tr><th scope="row">{c.Source}</th><td>{c.Lane}</td><td>{c.Stage}</td><td>{GateTexts.Length(c.Seconds)}</td></tr>"""))],
            GateTexts.NoConnections)}</section>
        </div>
        """);

    private static Markup Figure(string what, long count) => Markup.Of($"<div><dt>{what}</dt><dd>{count}</dd></div>");
}
