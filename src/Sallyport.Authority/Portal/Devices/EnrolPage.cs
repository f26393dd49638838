using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>
/// What the QR code of <see cref="TicketPage"/> opens, on a phone where nobody is signed in. The ticket stands behind the <c>#</c> of the address, so
/// it is neither in our log nor in a proxy's; the script reads it, makes a key and calls <see cref="EnrolCall"/>.
/// </summary>
internal sealed class EnrolPage : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        request.Head = Markup.Of($"""
            <link rel="manifest" href="{AssetFiles.Url("portal.webmanifest")}">
            <script type="module" src="{AssetFiles.Url("enrol.js")}"></script>

            """);
        return Task.FromResult(request.Page(DeviceTexts.EnrolTitle, Markup.Of($"""
            <noscript><p class="notice bad">{DeviceTexts.EnrolScript}</p></noscript>
            <div id="enrol" class="card narrow">
            <p data-state="no-ticket" class="notice bad" hidden>{DeviceTexts.EnrolNoTicket}</p>
            <form id="naming" data-state="naming" hidden>
            <p>{DeviceTexts.EnrolFor} <strong data-person></strong></p>
            <p class="notice warn" data-replaces hidden>{DeviceTexts.EnrolReplaces}</p>
            <div class="field"><label for="name">{DeviceTexts.EnrolName}</label>
            <input id="name" name="name" required maxlength="{DeviceName.Most}" autocomplete="off" aria-describedby="name-hint">
            <p id="name-hint" class="hint">{DeviceTexts.EnrolNameHint}</p></div>
            <p class="error" role="alert" hidden></p>
            <p class="actions"><button class="primary">{DeviceTexts.EnrolButton}</button></p>
            </form>
            <div data-state="done" role="status" hidden><p class="notice good">{DeviceTexts.EnrolDone}</p>
            <p class="actions"><a class="button primary" href="{PortalPaths.Approve}">{DeviceTexts.EnrolOpen}</a></p>
            <p class="hint">{DeviceTexts.EnrolInstall}</p></div>
            </div>
            """)));
    }
}
