using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>What a person should know at a glance.</summary>
internal sealed class HomePage : IPage
{
    public Task<IResult> ShowAsync(Visit visit, CancellationToken cancel)
    {
        var history = visit.Person!.History;
        return Task.FromResult(visit.Page(HomeTexts.Title, Markup.Of($"""
            <div class="cards">
            <section class="card"><h2>{HomeTexts.LastLogin}</h2>{LastLogin(history)}</section>
            <section class="card"><h2>{HomeTexts.FailedTries}</h2>{Failed(history)}</section>
            </div>
            """)));
    }

    private static Markup LastLogin(LoginHistory history) => history.Last is not { } last
        ? Markup.Of($"<p>{HomeTexts.NoLogin}</p>")
        : Markup.Of($"<p>{last.At:yyyy-MM-dd HH:mm} UTC</p><p class=\"hint\">{last.Source?.ToString()}</p>");

    private static Markup Failed(LoginHistory history) => history.FailedSince.IsEmpty
        ? Markup.Of($"<p>{HomeTexts.NoFailedTries}</p>")
        : Markup.Of($"<ul>{history.FailedSince.Select(f => Markup.Of($"<li>{f.Count} · {f.Network.ToString()}</li>"))}</ul>");
}
