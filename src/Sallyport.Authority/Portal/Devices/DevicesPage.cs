using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>The phones and browsers that approve a person's logins: their numbers and names, and how to add one or take one away.</summary>
internal sealed class DevicesPage(PortalDesk desk) : IPage
{
    public Task<IResult> ShowAsync(Visit visit, CancellationToken cancel) => Task.FromResult(Show(visit, null));

    public async Task<IResult> ActAsync(Visit visit, CancellationToken cancel)
    {
        if (DeviceId.Parse(visit.Field("device")) is not { } id)
            return Visit.GoTo(PortalPaths.Devices);

        var name = visit.Field("name").Trim();
        var change = await desk.ChangeAsync(
            visit,
            visit.Person!.Name,
            (person, actor) => visit.Field("do") == "remove" ? Enrolling.RemoveDevice(person, id, actor) : Enrolling.RenameDevice(person, id, name, actor),
            cancel);
        return change is PersonChange.Refused refused
            ? Show(visit, Words.Sentence(refused.Reason))
            : visit.GoTo(PortalPaths.Devices, visit.Field("do") == "remove" ? DeviceTexts.Removed : DeviceTexts.Renamed);
    }

    private static IResult Show(Visit visit, string? problem)
    {
        var devices = visit.Person!.Enrolments.Devices.All;
        return visit.Page(DeviceTexts.Title, Markup.Of($"""
            <p class="lead">{DeviceTexts.Lead}</p>
            {Problem(problem)}{(devices.IsEmpty ? Markup.Of($"<p>{DeviceTexts.None}</p>") : Markup.Of($"""<div class="cards">{devices.Select(d => Item(visit, d))}</div>"""))}
            <section class="card"><h2>{DeviceTexts.AddTitle}</h2><p>{DeviceTexts.AddLead}</p>
            {Forms.Button(visit, PortalPaths.AddDevice, DeviceTexts.AddButton, "primary")}</section>
            """));
    }

    private static Markup Item(Visit visit, Device device) => Markup.Of($"""
        <section class="card"><h2>{device.Name}</h2>
        <p class="hint">{Word(device)} · {DeviceTexts.Added} {device.Added.ToUniversalTime():yyyy-MM-dd}</p>
        <form method="post" action="{PortalPaths.Devices}">{visit.Token}<input type="hidden" name="device" value="{device.Id.Text}">
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
