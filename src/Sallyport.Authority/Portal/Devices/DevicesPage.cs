using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Push;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>The phones and browsers that approve a person's logins: their numbers and names, and how to add one or take one away.</summary>
internal sealed class DevicesPage(PortalService service, PhoneProofs proofs, AuthorityOptions options) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => Task.FromResult(Show(request, null));

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        if (DeviceId.Parse(request.Field("device")) is not { } id)
            return PortalRequest.GoTo(PortalPaths.Devices);

        var name = request.Field("name").Trim();
        var change = await service.ChangeAsync(
            request,
            request.Person!.Name,
            (person, actor) => request.Field("do") == "remove" ? Enrolling.RemoveDevice(person, id, actor) : Enrolling.RenameDevice(person, id, name, actor),
            cancel);
        return change is PersonChange.Refused refused
            ? Show(request, DisplayText.Sentence(refused.Reason))
            : request.GoTo(PortalPaths.Devices, request.Field("do") == "remove" ? DeviceTexts.Removed : DeviceTexts.Renamed);
    }

    private IResult Show(PortalRequest request, string? problem)
    {
        var devices = request.Person!.Enrolments.Devices.All;
        return request.Page(DeviceTexts.Title, Markup.Of($"""
            <p class="lead">{DeviceTexts.Lead}</p>
            {Problem(problem)}{(devices.IsEmpty ? Markup.Of($"<p>{DeviceTexts.None}</p>") : Markup.Of($"""<div class="cards">{devices.Select(d => Item(request, d))}</div>"""))}
            <section class="card"><h2>{DeviceTexts.AddTitle}</h2><p>{DeviceTexts.AddLead}</p>
            {Forms.Button(request, PortalPaths.AddDevice, DeviceTexts.AddButton, "primary")}</section>
            {Phone(request)}
            """));
    }

    private Markup Phone(PortalRequest request) => request.Person!.Enrolments.Devices.PendingPhone switch
    {
        { } waiting => Markup.Of($"""
            <section class="card"><h2>{waiting.Name}</h2><p>{waiting.Number.Masked} {DeviceTexts.PhoneWaits}.</p><p><a class="button" href="{PortalPaths.AddPhone}">{DeviceTexts.PhoneGoOn}</a></p></section>
            """),
        null when PhonePage.IsOpen(proofs, options) => Markup.Of($"""
            <section class="card"><h2>{DeviceTexts.PhoneTitle}</h2><p>{DeviceTexts.PhoneLead}</p><p><a class="button" href="{PortalPaths.AddPhone}">{DeviceTexts.PhoneEntry}</a></p></section>
            """),
        null => Markup.Empty,
    };

    private static Markup Item(PortalRequest request, Device device) => Markup.Of($"""
        <section class="card"><h2>{device.Name}</h2>
        <p class="hint">{Word(device)} · {DeviceTexts.Added} {device.Added.ToUniversalTime():yyyy-MM-dd}</p>
        <form method="post" action="{PortalPaths.Devices}">{request.Token}<input type="hidden" name="device" value="{device.Id.Text}">
        <label for="name-{device.Number}">{DeviceTexts.Name}</label>
        <input id="name-{device.Number}" name="name" value="{device.Name}" required maxlength="{DeviceName.Most}" autocomplete="off">
        <p class="actions"><button name="do" value="rename">{DeviceTexts.Rename}</button>
        <button name="do" value="remove" class="danger" formnovalidate>{DeviceTexts.Remove}</button></p>
        </form></section>
        """);

    /// <summary>What to type at the login to mean this device.</summary>
    private static Markup Word(Device device)
    {
        var word = device.Kind == DeviceKind.Browser ? "push" : "phone";
        return Markup.Of($"""{DeviceTexts.Number} <code>{word}{device.Number}</code>""");
    }

    private static Markup Problem(string? reason) => reason is null ? Markup.Empty : Markup.Of($"""<p class="notice bad" role="alert">{reason}</p>{"\n"}""");
}
