using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Registered;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>The hosts that ask the authority.</summary>
internal sealed class HostsPage(HostService service, AuthorityOptions options) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => ListAsync(request, null, cancel);

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        var (name, actor) = (request.Field("name").Trim(), AdministrationService.ActorOf(request));
        if (request.Field("do") == "remove")
        {
            return ErrorOf(await service.RemoveAsync(name, actor, cancel)) is { } missing
                ? await ListAsync(request, missing, cancel)
                : request.GoTo(AdministrationPaths.Hosts, RegisteredTexts.HostRemoved);
        }

        var (outcome, host) = await service.AddAsync(name, request.Field("clients"), actor, cancel);
        return host is null ? await ListAsync(request, ErrorOf(outcome), cancel) : Added(request, host);
    }

    private async Task<IResult> ListAsync(PortalRequest request, string? error, CancellationToken cancel)
    {
        var hosts = await service.AllAsync(cancel);
        return request.AdministrationPage(RegisteredTexts.HostsTitle, Markup.Of($"""
            {AdministrationMarkup.Error(error)}{AdministrationMarkup.ConfirmFirst(request)}
            <section class="card"><h2>{RegisteredTexts.DuoHosts}</h2>
            {AdministrationMarkup.Table(RegisteredTexts.DuoHosts, [RegisteredTexts.Name, RegisteredTexts.Key, RegisteredTexts.Clients, .. request.IsFresh ? [""] : Array.Empty<string>()], [.. hosts.Select(h => Row(request, h))], RegisteredTexts.NoHosts)}
            {Markup.When(hosts.Count > 0, () => Markup.Of($"""<p class="hint">{RegisteredTexts.HostHint}</p>"""))}</section>
            {Markup.When(request.IsFresh, () => AddForm(request))}
            <section class="card"><h2>{RegisteredTexts.RadiusHosts}</h2><p class="hint">{RegisteredTexts.RadiusHint}</p>
            {AdministrationMarkup.Table(RegisteredTexts.RadiusHosts, [RegisteredTexts.Name, RegisteredTexts.Addresses], [.. options.Radius.Clients.Select(Row)], RegisteredTexts.NoRadiusHosts)}</section>
            """));
    }

    private static Markup Row(PortalRequest request, DuoHost host) => Markup.Of($"""
        <tr><th scope="row">{host.Name}</th><td class="mono">{host.IntegrationKey}</td><td>{RegisteredTexts.ClientsWord(host.Clients)}</td>
        {Markup.When(request.IsFresh, () => Markup.Of($"<td>{AdministrationMarkup.Action(request, AdministrationPaths.Hosts, "remove", RegisteredTexts.Remove, "quiet", ("name", host.Name))}</td>"))}</tr>
        """);

    private static Markup Row(RadiusClientOptions client) => Markup.Of($"""
        <tr><th scope="row">{client.Name}</th><td>{string.Join(", ", client.Networks)}</td></tr>
        """);

    private static Markup AddForm(PortalRequest request) => Markup.Of($"""
        <section class="card"><h2>{RegisteredTexts.AddHost}</h2>
        <form class="inline" method="post" action="{AdministrationPaths.Hosts}">{request.Token}
        <div class="field"><label for="name">{RegisteredTexts.Name}</label><input id="name" name="name" maxlength="64" required autocapitalize="none" autocomplete="off" spellcheck="false"></div>
        <div class="field"><label for="clients">{RegisteredTexts.Clients}</label><select id="clients" name="clients">{Enum.GetValues<DuoClients>().Select(c => Markup.Of($"""<option value="{HostService.Word(c)}">{RegisteredTexts.ClientsWord(c)}</option>"""))}</select></div>
        <button class="primary" name="do" value="add">{RegisteredTexts.AddHost}</button></form></section>
        """);

    private IResult Added(PortalRequest request, DuoHost host) => request.AdministrationPage(RegisteredTexts.HostAddedTitle, Markup.Of($"""
        <section class="card"><h2>{host.Name}</h2><p>{RegisteredTexts.HostAdded}</p>
        <pre class="command">[duo]
        host = {service.ApiHost}
        ikey = {host.IntegrationKey}
        skey = {host.SecretKey.Reveal()}
        failmode = secure
        pushinfo = yes
        prompts = 3
        autopush = no</pre>
        {Markup.When(service.RootFile is not null, () => Markup.Of($"""<p class="hint">{RegisteredTexts.HostRoot} <span class="mono">https://{service.ApiHost}/v1/site-ca</span></p>"""))}</section>
        <p><a class="button" href="{AdministrationPaths.Hosts}">{RegisteredTexts.BackToHosts}</a></p>
        """));

    private static string? ErrorOf(Registration outcome) => outcome switch
    {
        Registration.Malformed malformed => malformed.Error,
        Registration.Unchanged unchanged => unchanged.Error,
        _ => null,
    };
}
