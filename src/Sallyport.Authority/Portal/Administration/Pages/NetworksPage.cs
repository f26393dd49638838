using System.Net;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Authority.Registered;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>The networks that need no second factor.</summary>
internal sealed class NetworksPage(NetworkDesk desk) : IPage
{
    public Task<IResult> ShowAsync(Visit visit, CancellationToken cancel) => ListAsync(visit, null, cancel);

    public async Task<IResult> ActAsync(Visit visit, CancellationToken cancel)
    {
        var (network, actor) = (visit.Field("network").Trim(), AdministrationDesk.ActorOf(visit));
        var isRemoval = visit.Field("do") == "remove";
        var outcome = isRemoval ? await desk.RemoveAsync(network, actor, cancel) : await desk.AddAsync(network, actor, cancel);
        return outcome switch
        {
            Registration.Done => visit.GoTo(AdministrationPaths.Networks, isRemoval ? RegisteredTexts.Distrusted(network) : RegisteredTexts.Trusted(network)),
            Registration.Malformed malformed => await ListAsync(visit, malformed.Error, cancel),
            Registration.Unchanged unchanged => await ListAsync(visit, unchanged.Error, cancel),
            _ => throw new InvalidOperationException($"no page is known for {outcome.GetType().Name}"),
        };
    }

    private async Task<IResult> ListAsync(Visit visit, string? error, CancellationToken cancel)
    {
        var networks = await desk.AllAsync(cancel);
        return visit.AdministrationPage(RegisteredTexts.NetworksTitle, Markup.Of($"""
            <p class="lead">{RegisteredTexts.NetworksLead}</p>
            {Parts.Error(error)}{Parts.ConfirmFirst(visit)}
            <section class="card">
            {Parts.Table(RegisteredTexts.NetworksTitle, [RegisteredTexts.Network, .. visit.IsFresh ? [""] : Array.Empty<string>()], [.. networks.Select(n => Row(visit, n))], RegisteredTexts.NoNetworks)}</section>
            {Markup.When(visit.IsFresh, () => AddForm(visit))}
            """));
    }

    private static Markup Row(Visit visit, IPNetwork network) => Markup.Of($"""
        <tr><th scope="row" class="mono">{network.ToString()}</th>
        {Markup.When(visit.IsFresh, () => Markup.Of($"<td>{Parts.Action(visit, AdministrationPaths.Networks, "remove", RegisteredTexts.RemoveNetwork, "quiet", ("network", network.ToString()))}</td>"))}</tr>
        """);

    private static Markup AddForm(Visit visit) => Markup.Of($"""
        <section class="card"><h2>{RegisteredTexts.AddNetwork}</h2>
        <form class="inline" method="post" action="{AdministrationPaths.Networks}">{visit.Token}
        <div class="field"><label for="network">{RegisteredTexts.Network}</label><input id="network" name="network" maxlength="64" required autocomplete="off" spellcheck="false" aria-describedby="network-hint"><p class="hint" id="network-hint">{RegisteredTexts.NetworkHint}</p></div>
        <button class="primary" name="do" value="add">{RegisteredTexts.Trust}</button></form></section>
        """);
}
