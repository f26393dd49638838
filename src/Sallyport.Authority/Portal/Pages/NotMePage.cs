using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>"This was not me": closes a network for the person's name. Only networks that the person's history names can be closed.</summary>
internal sealed class NotMePage(PortalService service, NotMeAlert alert) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        var wanted = request.Http.Request.Query["network"].ToString();
        return Task.FromResult(Find(request.Person!, wanted) is not { } network
            ? ErrorPages.NotFound(request)
            : request.Page(ActivityTexts.DisownTitle, Markup.Of($"""
                <p class="lead">{ActivityTexts.DisownWhat}</p>
                <section class="card narrow">
                <p class="big mono">{network.ToString()}</p>
                <div class="actions"><form method="post" action="{PortalPaths.NotMe}">{request.Token}<input type="hidden" name="network" value="{network.ToString()}"><button class="primary">{ActivityTexts.DisownButton}</button></form>
                <a class="button" href="{PortalPaths.Activity}">{ActivityTexts.DisownBack}</a></div>
                </section>
                """)));
    }

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        if (Find(request.Person!, request.Field("network")) is not { } network)
            return ErrorPages.NotFound(request);
        if (await service.DisownAsync(request, network, cancel) is not PortalDecision.Granted)
            return PortalRequest.GoTo(PortalPaths.SignIn);

        alert.Disowned(request.Person!.Name, network);
        return request.GoTo(PortalPaths.Activity, ActivityTexts.Disowned);
    }

    private static SourceNetwork? Find(Person person, string wanted) => person.History.FailedSince.Select(f => f.Network)
        .Concat(person.History.Last is { } last ? [SourceNetwork.Of(last.Source)] : [])
        .Concat(person.Portal.Sessions.Select(s => SourceNetwork.Of(s.Source)))
        .Where(n => n.ToString() == wanted)
        .Cast<SourceNetwork?>()
        .FirstOrDefault();
}
