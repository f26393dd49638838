using System.Buffers.Text;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>A person's passkeys: adds and removes.</summary>
internal sealed class PasskeysPage(PortalService service, AuthorityOptions options) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        request.Head = PasskeyMarkup.Script;
        return Task.FromResult(request.Page(FactorTexts.PasskeyName, Markup.Of($"""
            <p class="lead">{FactorTexts.PasskeyAbout}</p>
            <section class="card"><h2>{PasskeyTexts.YoursTitle}</h2>{List(request)}</section>
            <section class="card narrow"><h2>{PasskeyTexts.AddTitle}</h2>
            <form id="add-passkey" data-begin="{PortalPaths.PasskeyBegin}" data-end="{PortalPaths.PasskeyAdd}" data-given-up="{PasskeyTexts.GivenUp}" data-not-supported="{PasskeyTexts.NotSupported}">
            <div class="field"><label for="name">{PasskeyTexts.NameLabel}</label><input id="name" name="name" maxlength="{Passkey.MostName}" required autocomplete="off" aria-describedby="name-hint"><p class="hint" id="name-hint">{PasskeyTexts.NameHint}</p></div>
            <p class="error" role="alert" hidden></p>
            <button class="primary">{PasskeyTexts.Add}</button>
            </form>
            <noscript><p class="notice warn">{PasskeyTexts.NeedsScript}</p></noscript>
            </section>
            """)));
    }

    /// <summary>Removes one.</summary>
    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        var text = request.Field("id");
        var id = Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
        return await service.ChangeAsync(request, request.Person!.Name, (person, actor) => PasskeyRules.Remove(person, id, actor), cancel) switch
        {
            PersonChange.Refused refused => request.GoTo(PortalPaths.Passkeys, DisplayText.Sentence(refused.Reason)),
            _ => request.GoTo(PortalPaths.Passkeys, PasskeyTexts.Removed),
        };
    }

    private Markup List(PortalRequest request) => request.Person!.Portal.Passkeys.IsEmpty
        ? Markup.Of($"<p>{PasskeyTexts.None}</p>")
        : Markup.Of($"""<ul class="things">{request.Person.Portal.Passkeys.Select(p => Item(request, p))}</ul>""");

    private Markup Item(PortalRequest request, Passkey passkey) => Markup.Of($"""
        <li><span><strong>{passkey.Name}</strong> <span class="hint">{PasskeyTexts.Since} {DisplayText.Time(passkey.Added, options.TimeZone)}{(passkey.IsBackedUp ? $", {PasskeyTexts.Copies}" : "")}</span></span>
        <form method="post" action="{PortalPaths.Passkeys}">{request.Token}<input type="hidden" name="id" value="{Base64Url.EncodeToString(passkey.Id.AsSpan())}"><button class="quiet">{PasskeyTexts.Remove}<span class="vh"> {passkey.Name}</span></button></form></li>
        """);
}
