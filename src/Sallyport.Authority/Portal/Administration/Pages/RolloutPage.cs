using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>How far the site is, and who would be kept out tomorrow.</summary>
internal sealed class RolloutPage(RolloutReporter reporter, SiteTime time) : IPage
{
    /// <summary>People in a list at most; the command line prints all.</summary>
    private const int MostShown = 500;

    public async Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        var report = await reporter.MakeAsync(cancel);
        var tomorrow = report.Today.AddDays(1);
        var keptOut = report.KeptOutOn(tomorrow).ToList();
        var all = report.Ready + report.Unready.Count;
        return request.AdministrationPage(RolloutTexts.Title, Markup.Of($"""
            <p class="lead">{(report.Rollout.IsCompleteOn(report.Today) ? RolloutTexts.Complete : RolloutTexts.Going)}</p>
            <div class="cards">
            <section class="card"><h2>{RolloutTexts.Progress}</h2><p class="big">{RolloutTexts.Share(report.Ready, all)}</p>
            <progress class="progress" max="{Math.Max(1, all)}" value="{report.Ready}" aria-label="{RolloutTexts.Progress}"></progress></section>
            <section class="card"><dl class="facts">{Fact(RolloutTexts.Everybody, report.Rollout.Everybody)}{report.Rollout.Groups.Select(g => Fact(RolloutTexts.Group(g.Group), g.From))}</dl>
            <p><a href="{AdministrationPaths.Logins}?outcome=without-factor">{RolloutTexts.Logins}</a></p></section>
            </div>
            <section class="card"><h2>{RolloutTexts.KeptOutTitle}</h2>
            {Markup.When(keptOut.Count > 0, () => Markup.Of($"""<p class="notice warn">{RolloutTexts.KeptOut(keptOut.Count)}</p>"""))}
            {People(RolloutTexts.KeptOutTitle, keptOut, RolloutTexts.NobodyKeptOut)}</section>
            <section class="card"><h2>{RolloutTexts.LaterTitle}</h2>{People(RolloutTexts.LaterTitle, [.. report.Unready.Except(keptOut)], RolloutTexts.NobodyLater)}</section>
            """));
    }

    private static Markup Fact(string what, DateOnly? from) => Markup.Of($"<dt>{what}</dt><dd>{RolloutTexts.Day(from)}</dd>");

    private Markup People(string caption, IReadOnlyCollection<UnreadyPerson> people, string empty) => AdministrationMarkup.Table(
        caption, [RolloutTexts.User, RolloutTexts.From, RolloutTexts.LastLogin], [.. people.Take(MostShown).Select(Row)], empty);

    private Markup Row(UnreadyPerson person) => Markup.Of($"""
        <tr><th scope="row">{AdministrationMarkup.Person(person.Name)}</th><td>{RolloutTexts.Day(person.From)}</td><td>{(person.LastLogin is { } at ? time.Minute(at) : Markup.Of($"{RolloutTexts.NotLately}"))}</td></tr>
        """);
}
