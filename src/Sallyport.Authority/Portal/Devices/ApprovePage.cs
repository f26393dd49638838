using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery.WebPush;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>
/// What an enrolled browser opens to approve logins. It is the same for everybody, signed in or not: which login waits is told to the browser's key
/// (<see cref="WaitingStream"/>), by the script, which fills the page and shows one of its states.
/// </summary>
internal sealed class ApprovePage(VapidKey key) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        request.Head = Markup.Of($"""
            <link rel="manifest" href="{AssetFiles.Url("portal.webmanifest")}">
            <script type="module" src="{AssetFiles.Url("approve.js")}"></script>

            """);
        return Task.FromResult(request.Page(DeviceTexts.ApproveTitle, Markup.Of($"""
            <noscript><p class="notice bad">{DeviceTexts.ApproveScript}</p></noscript>
            <div id="approve" class="card narrow" aria-live="polite">
            <p data-state="connecting" hidden>{DeviceTexts.ApproveConnecting}</p>
            <p data-state="unreachable" hidden>{DeviceTexts.ApproveUnreachable}</p>
            <p data-state="removed" class="notice bad" hidden>{DeviceTexts.ApproveRemoved}</p>
            <div data-state="stranger" hidden><p>{DeviceTexts.ApproveUnenrolled}</p><p class="actions"><a class="button" href="{PortalPaths.Devices}">{DeviceTexts.ApproveToDevices}</a></p></div>
            <div data-state="idle" hidden><p class="big">{DeviceTexts.ApproveIdle}</p><p class="hint">{DeviceTexts.ApproveIdleMore}</p></div>
            {Question}
            <p data-state="approved" class="notice good" hidden>{DeviceTexts.Approved}</p>
            <p data-state="denied" class="notice" hidden>{DeviceTexts.Denied}</p>
            <p data-state="not-me" class="notice warn" hidden>{DeviceTexts.NotMe}</p>
            <p data-state="too-many-wrong-numbers" class="notice bad" hidden>{DeviceTexts.TooManyWrongNumbers}</p>
            <p data-state="expired" class="notice" hidden>{DeviceTexts.Expired}</p>
            <p data-state="gone" class="notice" hidden>{DeviceTexts.Gone}</p>
            <p data-state="refused" class="notice bad" hidden>{DeviceTexts.AnswerRefused}</p>
            </div>
            <p id="whose" class="hint" hidden>{DeviceTexts.ApproveAs} <strong data-device></strong> {DeviceTexts.ApproveOf} <strong data-person></strong>.</p>
            <p id="notices" class="actions" data-key="{key.PublicKey}" hidden><button type="button">{DeviceTexts.NoticesOn}</button></p>
            <p id="notices-on" class="notice good" role="status" hidden>{DeviceTexts.NoticesAreOn}</p>
            <p id="notices-off" class="notice warn" role="status" hidden>{DeviceTexts.NoticesAreOff}</p>
            """)));
    }

    private static Markup Question => Markup.Of($"""
        <form id="question" data-state="question" hidden>
        <h2>{DeviceTexts.ApproveQuestion}</h2>
        <dl class="facts">
        {Line("person", DeviceTexts.ApprovePerson)}
        {Line("host", DeviceTexts.ApproveHost)}
        {Line("source", DeviceTexts.ApproveSource)}
        {Line("command", DeviceTexts.ApproveCommand)}
        <div data-line="made"><dt>{DeviceTexts.ApproveMade}</dt><dd><time></time></dd></div>
        </dl>
        <div data-told hidden>
        <p class="hint">{DeviceTexts.ApproveTold}</p>
        <dl class="facts">
        {Line("type", DeviceTexts.ApproveType)}
        {Line("displayName", DeviceTexts.ApproveDisplayName)}
        </dl>
        <dl class="facts" data-facts></dl>
        </div>
        <div class="field" data-line="number"><label for="number">{DeviceTexts.ApproveNumber}</label>
        <input id="number" name="number" class="code" inputmode="numeric" autocomplete="off" pattern="[0-9]*" minlength="2" maxlength="2" aria-describedby="wrong-number">
        <p id="wrong-number" class="error" role="alert" hidden>{DeviceTexts.ApproveWrongNumber}</p></div>
        <p class="hint" aria-live="off"><span data-left></span> {DeviceTexts.ApproveLeft}</p>
        <button class="primary huge" name="verdict" value="approve">{DeviceTexts.ApproveYes}</button>
        <p class="actions"><button name="verdict" value="deny" formnovalidate>{DeviceTexts.ApproveNo}</button>
        <button name="verdict" value="not-me" class="danger" formnovalidate>{DeviceTexts.ApproveNotMe}</button></p>
        </form>
        """);

    private static Markup Line(string name, string title) => Markup.Of($"""<div data-line="{name}"><dt>{title}</dt><dd></dd></div>""");
}
