using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Audit.Statistics;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Administration.Charts;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>The site at a glance: how many people, how they log in, who is kept out.</summary>
internal sealed class StatePage(LoginStatistics statistics, PeopleLines people, LockoutList lockouts, SiteTime time) : IPage
{
    private static readonly Period[] Periods =
    [
        new("24h", "last 24 hours", 24, 1, "HH:mm"),
        new("7d", "last 7 days", 24 * 7, 6, "ddd"),
        new("30d", "last 30 days", 24 * 30, 24, "d MMM"),
    ];

    public async Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        var period = Array.Find(Periods, s => s.Word == request.Http.Request.Query["last"]) ?? Periods[0];
        var figures = await statistics.ReadAsync(period.Hours, cancel);
        var lines = await people.AllAsync(cancel);
        var (closed, _) = await lockouts.ReadAsync(cancel);
        return request.AdministrationPage(AdministrationTexts.Title, Markup.Of($"""
            {Facts(lines, closed.Count)}
            <nav class="ranges" aria-label="{AdministrationTexts.Range}"><ul>{Periods.Select(s => Link(s, period))}</ul></nav>
            <div class="cards">
            <section class="card">{Logins(figures, period)}</section>
            <section class="card">{Refused(figures, period)}</section>
            <section class="card">{Given(figures)}</section>
            <section class="card">{Worst(figures)}</section>
            <section class="card">{Owned(lines)}</section>
            </div>
            """));
    }

    private static Markup Facts(IReadOnlyList<PersonLine> lines, int closed) => Markup.Of($"""
        <dl class="figures">
        {Fact(AdministrationTexts.People, lines.Count, AdministrationPaths.Users)}
        {Fact(AdministrationTexts.Unready, lines.Count(l => !l.IsReady), AdministrationPaths.Users + "?show=without-factor")}
        {Fact(AdministrationTexts.Locked, lines.Count(l => l.Standing == PersonStanding.Locked), AdministrationPaths.Users + "?show=locked")}
        {Fact(AdministrationTexts.Closed, closed, AdministrationPaths.Lockouts)}
        </dl>
        """);

    private static Markup Fact(string what, int count, string path) => Markup.Of($"""
        <div><dt>{what}</dt><dd><a href="{path}">{count}</a></dd></div>
        """);

    private static Markup Link(Period period, Period current) => period == current
        ? Markup.Of($"""<li><a href="?last={period.Word}" aria-current="true">{Capital(period.Name)}</a></li>""")
        : Markup.Of($"""<li><a href="?last={period.Word}">{Capital(period.Name)}</a></li>""");

    private Markup Logins(LoginFigures figures, Period period) => new ColumnChart(
        "logins",
        AdministrationTexts.LoginsChart,
        AdministrationTexts.LoginsSummary(figures.Hours.Sum(h => h.WithFactor), figures.Hours.Sum(h => h.WithoutFactor), period.Name),
        [new(AdministrationTexts.WithFactor, "tone-good"), new(AdministrationTexts.WithoutFactor, "tone-warn")],
        Columns(figures, period, h => [h.WithFactor, h.WithoutFactor])).Draw(AdministrationTexts.Numbers);

    private Markup Refused(LoginFigures figures, Period period) => new ColumnChart(
        "refused",
        AdministrationTexts.RefusedChart,
        AdministrationTexts.RefusedSummary(figures.Hours.Sum(h => h.Refused), period.Name),
        [new(AdministrationTexts.Refused, "tone-bad")],
        Columns(figures, period, h => [h.Refused])).Draw(AdministrationTexts.Numbers);

    private static Markup Given(LoginFigures figures) => BarTable.Draw(
        AdministrationTexts.FactorsGiven,
        AdministrationTexts.Factor,
        AdministrationTexts.Count,
        "tone-good",
        [.. figures.Factors.Select(f => new Bar(Markup.Of($"{AdministrationTexts.FactorName(f.Factor)}"), f.Logins))],
        AdministrationTexts.NoLogins);

    private static Markup Worst(LoginFigures figures) => BarTable.Draw(
        AdministrationTexts.WorstNetworks,
        AdministrationTexts.Network,
        AdministrationTexts.Count,
        "tone-bad",
        [.. figures.RefusedNetworks.Select(n => new Bar(Network(n.Network), n.Refused))],
        AdministrationTexts.NoRefusals);

    private static Markup Owned(IReadOnlyList<PersonLine> lines) => BarTable.Draw(
        AdministrationTexts.FactorsOwned,
        AdministrationTexts.Factor,
        AdministrationTexts.Count,
        "tone-good",
        [.. lines.SelectMany(l => l.Factors).CountBy(f => f).OrderByDescending(f => f.Value).Select(f => new Bar(Markup.Of($"{AdministrationTexts.FactorName(f.Key)}"), f.Value))],
        AdministrationTexts.NobodyYet);

    private static Markup Network(SourceNetwork network) => network.IsUnknown
        ? Markup.Of($"{AdministrationTexts.UnknownNetwork}")
        : Markup.Of($"""<a href="{AdministrationPaths.Logins}?source={Uri.EscapeDataString(network.ToString())}">{network.ToString()}</a>""");

    /// <summary>The hours, several to a column; the last column is the one that runs.</summary>
    private List<Column> Columns(LoginFigures figures, Period period, Func<LoginHour, int[]> values) =>
    [
        .. figures.Hours.Chunk(period.HoursInColumn).Select(hours =>
        {
            var from = time.Local(hours[0].At);
            var until = time.Local(hours[^1].At.AddHours(1));
            var sums = hours.Select(values).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]);
            return new Column($"{from:ddd d MMM HH:mm} – {until:HH:mm}", from.ToString(period.Tick, CultureInfo.InvariantCulture), sums);
        }),
    ];

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <param name="Word">In the address.</param>
    /// <param name="Name">In a sentence.</param>
    /// <param name="Hours">How long it is.</param>
    /// <param name="HoursInColumn">How much of it a column shows.</param>
    /// <param name="Tick">How a column's time is written.</param>
    private sealed record Period(string Word, string Name, int Hours, int HoursInColumn, string Tick);
}
