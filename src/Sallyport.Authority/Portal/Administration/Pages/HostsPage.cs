using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Authority.Registered;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>The hosts that ask the authority.</summary>
internal sealed class HostsPage(HostDesk desk, AuthorityOptions options) : IPage
{
    public Task<IResult> ShowAsync(Visit visit, CancellationToken cancel) => ListAsync(visit, null, cancel);

    public async Task<IResult> ActAsync(Visit visit, CancellationToken cancel)
    {
        var (name, actor) = (visit.Field("name").Trim(), AdministrationDesk.ActorOf(visit));
        if (visit.Field("do") == "remove")
        {
            return ErrorOf(await desk.RemoveAsync(name, actor, cancel)) is { } missing
                ? await ListAsync(visit, missing, cancel)
                : visit.GoTo(AdministrationPaths.Hosts, RegisteredTexts.HostRemoved);
        }

        var (outcome, host) = await desk.AddAsync(name, visit.Field("clients"), actor, cancel);
        return host is null ? await ListAsync(visit, ErrorOf(outcome), cancel) : Added(visit, host);
    }

    private async Task<IResult> ListAsync(Visit visit, string? error, CancellationToken cancel)
    {
        var hosts = await desk.AllAsync(cancel);
        return visit.AdministrationPage(RegisteredTexts.HostsTitle, Markup.Of($"""
            {Parts.Error(error)}{Parts.ConfirmFirst(visit)}
            <section class="card"><h2>{RegisteredTexts.DuoHosts}</h2>
            {Parts.Table(RegisteredTexts.DuoHosts, [RegisteredTexts.Name, RegisteredTexts.Key, RegisteredTexts.Clients, .. visit.IsFresh ? [""] : Array.Empty<string>()], [.. hosts.Select(h => Row(visit, h))], RegisteredTexts.NoHosts)}
            {Markup.When(hosts.Count > 0, () => Markup.Of($"""<p class="hint">{RegisteredTexts.HostHint}</p>"""))}</section>
            {Markup.When(visit.IsFresh, () => AddForm(visit))}
            <section class="card"><h2>{RegisteredTexts.RadiusHosts}</h2><p class="hint">{RegisteredTexts.RadiusHint}</p>
            {Parts.Table(RegisteredTexts.RadiusHosts, [RegisteredTexts.Name, RegisteredTexts.Addresses], [.. options.Radius.Clients.Select(Row)], RegisteredTexts.NoRadiusHosts)}</section>
            """));
    }

    private static Markup Row(Visit visit, DuoHost host) => Markup.Of($"""
        <tr><th scope="row">{host.Name}</th><td class="mono">{host.IntegrationKey}</td><td>{RegisteredTexts.ClientsWord(host.Clients)}</td>
        {Markup.When(visit.IsFresh, () => Markup.Of($"<td>{Parts.Action(visit, AdministrationPaths.Hosts, "remove", RegisteredTexts.Remove, "quiet", ("name", host.Name))}</td>"))}</tr>
        """);

    private static Markup Row(RadiusClientOptions client) => Markup.Of($"""
        <tr><th scope="row">{client.Name}</th><td>{string.Join(", ", client.Networks)}</td></tr>
        """);

    private static Markup AddForm(Visit visit) => Markup.Of($"""
        <section class="card"><h2>{RegisteredTexts.AddHost}</h2>
        <form class="inline" method="post" action="{AdministrationPaths.Hosts}">{visit.Token}
        <div class="field"><label for="name">{RegisteredTexts.Name}</label><input id="name" name="name" maxlength="64" required autocapitalize="none" autocomplete="off" spellcheck="false"></div>
        <div class="field"><label for="clients">{RegisteredTexts.Clients}</label><select id="clients" name="clients">{Enum.GetValues<DuoClients>().Select(c => Markup.Of($"""<option value="{HostDesk.Word(c)}">{RegisteredTexts.ClientsWord(c)}</option>"""))}</select></div>
        <button class="primary" name="do" value="add">{RegisteredTexts.AddHost}</button></form></section>
        """);

    private IResult Added(Visit visit, DuoHost host) => visit.AdministrationPage(RegisteredTexts.HostAddedTitle, Markup.Of($"""
        <section class="card"><h2>{host.Name}</h2><p>{RegisteredTexts.HostAdded}</p>
        <pre class="command">[duo]
        host = {desk.ApiHost}
        ikey = {host.IntegrationKey}
        skey = {host.SecretKey.Reveal()}
        failmode = secure
        pushinfo = yes
        prompts = 3
        autopush = no</pre>
        {Markup.When(desk.RootFile is not null, () => Markup.Of($"""<p class="hint">{RegisteredTexts.HostRoot} <span class="mono">https://{desk.ApiHost}/v1/site-ca</span></p>"""))}</section>
        <p><a class="button" href="{AdministrationPaths.Hosts}">{RegisteredTexts.BackToHosts}</a></p>
        """));

    private static string? ErrorOf(Registration outcome) => outcome switch
    {
        Registration.Malformed malformed => malformed.Error,
        Registration.Unchanged unchanged => unchanged.Error,
        _ => null,
    };
}
