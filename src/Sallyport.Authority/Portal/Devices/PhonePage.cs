using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Push;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>Adds a phone number: it is entered, a passcode is sent there, and the number counts when that is typed back.</summary>
internal sealed class PhonePage(PortalService service, PhoneProofs proofs, AuthorityOptions options) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => Task.FromResult(
        request.Person!.Enrolments.Devices.PendingPhone is null && !IsOpen(proofs, options) ? PortalRequest.GoTo(PortalPaths.Devices) : Show(request, null));

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        var (change, place, done) = request.Field("do") switch
        {
            "start" => (await StartAsync(request, cancel), PortalPaths.AddPhone, DeviceTexts.PasscodeSent),
            "send" => (await proofs.ResendAsync(request.Person!, Changing(request, cancel)), PortalPaths.AddPhone, DeviceTexts.PasscodeSent),
            "prove" => (await proofs.ProveAsync(request.Field("code"), Changing(request, cancel)), PortalPaths.Devices, DeviceTexts.PhoneAdded),
            "cancel" => (await Changing(request, cancel)(PhoneProving.Cancel), PortalPaths.Devices, DeviceTexts.PhoneCancelled),
            _ => (null, string.Empty, string.Empty),
        };
        return change switch
        {
            null => ErrorPages.StaleForm(request),
            PersonChange.Refused refused => Show(request, DisplayText.Sentence(refused.Reason)),
            _ => request.GoTo(place, done),
        };
    }

    /// <summary>Whether users enter numbers here.</summary>
    public static bool IsOpen(PhoneProofs proofs, AuthorityOptions options) => options.Portal.OwnPhones == Settings.Switch.On && proofs.CanSend;

    private Task<PersonChange> StartAsync(PortalRequest request, CancellationToken cancel)
    {
        if (!IsOpen(proofs, options))
            return Task.FromResult<PersonChange>(new PersonChange.Refused("users do not add phones here; ask your administrator"));

        return PhoneNumber.Parse(request.Field("number").Trim()) is { } number
            ? proofs.StartAsync(request.Field("name").Trim(), number, Changing(request, cancel))
            : Task.FromResult<PersonChange>(new PersonChange.Refused("a phone number is written with its country code, such as +61491570006"));
    }

    private ChangePerson Changing(PortalRequest request, CancellationToken cancel) => decide => service.ChangeAsync(request, request.Person!.Name, decide, cancel);

    private static IResult Show(PortalRequest request, string? error) => request.Page(
        DeviceTexts.PhoneTitle,
        request.Person!.Enrolments.Devices.PendingPhone is { } waiting ? Waiting(request, waiting, error) : Empty(request, error),
        error is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);

    private static Markup Empty(PortalRequest request, string? error) => Markup.Of($"""
        <p class="lead">{DeviceTexts.PhoneLead}</p>
        {Markup.When(error is not null, () => Markup.Of($"""<p class="notice bad" role="alert">{error}</p>{"\n"}"""))}<form class="card narrow" method="post" action="{PortalPaths.AddPhone}">{request.Token}
        <div class="field"><label for="number">{DeviceTexts.PhoneNumber}</label>
        <input id="number" name="number" type="tel" value="{request.Field("number")}" maxlength="32" required autocomplete="tel" aria-describedby="number-hint">
        <p class="hint" id="number-hint">{DeviceTexts.PhoneNumberHint}</p></div>
        <div class="field"><label for="name">{DeviceTexts.PhoneName}</label>
        <input id="name" name="name" value="{Name(request)}" maxlength="{DeviceName.Most}" required autocomplete="off"></div>
        <button class="primary" name="do" value="start">{DeviceTexts.PhoneSend}</button>
        </form>
        """);

    private static Markup Waiting(PortalRequest request, PendingPhone waiting, string? error) => Markup.Of($"""
        <p class="lead">{DeviceTexts.ProveLead(waiting.Name, waiting.Number.Masked)}</p>
        <section class="card narrow">
        <form method="post" action="{PortalPaths.AddPhone}">{request.Token}<input type="hidden" name="do" value="prove">
        {Forms.Digits(DeviceTexts.ProveCode, error)}
        <button class="primary">{DeviceTexts.ProveButton}</button>
        </form>
        <hr><form method="post" action="{PortalPaths.AddPhone}">{request.Token}<p class="actions"><button name="do" value="send">{DeviceTexts.SendAnother}</button>
        <button name="do" value="cancel" class="danger">{DeviceTexts.PhoneCancel}</button></p></form>
        </section>
        """);

    private static string Name(PortalRequest request) => request.Field("name") is { Length: > 0 } typed ? typed : DeviceTexts.PhoneNameExample;
}
