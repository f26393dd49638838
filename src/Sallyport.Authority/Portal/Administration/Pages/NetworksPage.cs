using System.Net;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Registered;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>The networks that need no second factor.</summary>
internal sealed class NetworksPage(NetworkService service) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => ListAsync(request, null, cancel);

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        var (network, actor) = (request.Field("network").Trim(), AdministrationService.ActorOf(request));
        var isRemoval = request.Field("do") == "remove";
        var outcome = isRemoval ? await service.RemoveAsync(network, actor, cancel) : await service.AddAsync(network, actor, cancel);
        return outcome switch
        {
            Registration.Done => request.GoTo(AdministrationPaths.Networks, isRemoval ? RegisteredTexts.Distrusted(network) : RegisteredTexts.Trusted(network)),
            Registration.Malformed malformed => await ListAsync(request, malformed.Error, cancel),
            Registration.Unchanged unchanged => await ListAsync(request, unchanged.Error, cancel),
            _ => throw new InvalidOperationException($"no page is known for {outcome.GetType().Name}"),
        };
    }

    private async Task<IResult> ListAsync(PortalRequest request, string? error, CancellationToken cancel)
    {
        var networks = await service.AllAsync(cancel);
        return request.AdministrationPage(RegisteredTexts.NetworksTitle, Markup.Of($"""
            <p class="lead">{RegisteredTexts.NetworksLead}</p>
            {AdministrationMarkup.Error(error)}{AdministrationMarkup.ConfirmFirst(request)}
            <section class="card">
            {AdministrationMarkup.Table(RegisteredTexts.NetworksTitle, [RegisteredTexts.Network, .. request.IsFresh ? [""] : Array.Empty<string>()], [.. networks.Select(n => Row(request, n))], RegisteredTexts.NoNetworks)}</section>
            {Markup.When(request.IsFresh, () => AddForm(request))}
            """));
    }

    private static Markup Row(PortalRequest request, IPNetwork network) => Markup.Of($"""
        <tr><th scope="row" class="mono">{network.ToString()}</th>
        {Markup.When(request.IsFresh, () => Markup.Of($"<td>{AdministrationMarkup.Action(request, AdministrationPaths.Networks, "remove", RegisteredTexts.RemoveNetwork, "quiet", ("network", network.ToString()))}</td>"))}</tr>
        """);

    private static Markup AddForm(PortalRequest request) => Markup.Of($"""
        <section class="card"><h2>{RegisteredTexts.AddNetwork}</h2>
        <form class="inline" method="post" action="{AdministrationPaths.Networks}">{request.Token}
        <div class="field"><label for="network">{RegisteredTexts.Network}</label><input id="network" name="network" maxlength="64" required autocomplete="off" spellcheck="false" aria-describedby="network-hint"><p class="hint" id="network-hint">{RegisteredTexts.NetworkHint}</p></div>
        <button class="primary" name="do" value="add">{RegisteredTexts.Trust}</button></form></section>
        """);
}
