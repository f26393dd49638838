using System.Buffers.Text;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>A person's passkeys: adds and removes.</summary>
internal sealed class PasskeysPage(PortalDesk desk, AuthorityOptions options) : IPage
{
    public Task<IResult> ShowAsync(Visit visit, CancellationToken cancel)
    {
        visit.Head = PasskeyParts.Script;
        return Task.FromResult(visit.Page(FactorTexts.PasskeyName, Markup.Of($"""
            <p class="lead">{FactorTexts.PasskeyAbout}</p>
            <section class="card"><h2>{PasskeyTexts.YoursTitle}</h2>{List(visit)}</section>
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
    public async Task<IResult> ActAsync(Visit visit, CancellationToken cancel)
    {
        var text = visit.Field("id");
        var id = Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
        return await desk.ChangeAsync(visit, visit.Person!.Name, (person, actor) => PasskeyRules.Remove(person, id, actor), cancel) switch
        {
            PersonChange.Refused refused => visit.GoTo(PortalPaths.Passkeys, Words.Sentence(refused.Reason)),
            _ => visit.GoTo(PortalPaths.Passkeys, PasskeyTexts.Removed),
        };
    }

    private Markup List(Visit visit) => visit.Person!.Portal.Passkeys.IsEmpty
        ? Markup.Of($"<p>{PasskeyTexts.None}</p>")
        : Markup.Of($"""<ul class="things">{visit.Person.Portal.Passkeys.Select(p => Item(visit, p))}</ul>""");

    private Markup Item(Visit visit, Passkey passkey) => Markup.Of($"""
        <li><span><strong>{passkey.Name}</strong> <span class="hint">{PasskeyTexts.Since} {Words.Time(passkey.Added, options.TimeZone)}{(passkey.IsBackedUp ? $", {PasskeyTexts.Copies}" : "")}</span></span>
        <form method="post" action="{PortalPaths.Passkeys}">{visit.Token}<input type="hidden" name="id" value="{Base64Url.EncodeToString(passkey.Id.AsSpan())}"><button class="quiet">{PasskeyTexts.Remove}<span class="vh"> {passkey.Name}</span></button></form></li>
        """);
}
