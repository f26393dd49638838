using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>"This was not me": closes a network for the person's name. Only networks that the person's history names can be closed.</summary>
internal sealed class NotMePage(PortalDesk desk, NotMeAlert alert) : IPage
{
    public Task<IResult> ShowAsync(Visit visit, CancellationToken cancel)
    {
        var wish = visit.Http.Request.Query["network"].ToString();
        return Task.FromResult(Find(visit.Person!, wish) is not { } network
            ? Refusals.NotFound(visit)
            : visit.Page(ActivityTexts.DisownTitle, Markup.Of($"""
                <p class="lead">{ActivityTexts.DisownWhat}</p>
                <section class="card narrow">
                <p class="big mono">{network.ToString()}</p>
                <div class="actions"><form method="post" action="{PortalPaths.NotMe}">{visit.Token}<input type="hidden" name="network" value="{network.ToString()}"><button class="primary">{ActivityTexts.DisownButton}</button></form>
                <a class="button" href="{PortalPaths.Activity}">{ActivityTexts.DisownBack}</a></div>
                </section>
                """)));
    }

    public async Task<IResult> ActAsync(Visit visit, CancellationToken cancel)
    {
        if (Find(visit.Person!, visit.Field("network")) is not { } network)
            return Refusals.NotFound(visit);
        if (await desk.DisownAsync(visit, network, cancel) is not PortalDecision.Granted)
            return Visit.GoTo(PortalPaths.SignIn);

        alert.Disowned(visit.Person!.Name, network);
        return visit.GoTo(PortalPaths.Activity, ActivityTexts.Disowned);
    }

    private static SourceNetwork? Find(Person person, string wish) => person.History.FailedSince.Select(f => f.Network)
        .Concat(person.History.Last is { } last ? [SourceNetwork.Of(last.Source)] : [])
        .Concat(person.Portal.Sessions.Select(s => SourceNetwork.Of(s.Source)))
        .Where(n => n.ToString() == wish)
        .Cast<SourceNetwork?>()
        .FirstOrDefault();
}
