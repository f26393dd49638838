using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Sheets;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>The forms of one user's page.</summary>
internal static class UserActions
{
    public static Markup For(PortalRequest request, Person person) => person.Standing == PersonStanding.Unregistered
        ? Markup.Of($"""<section class="card"><div class="actions">{Button(request, person, "register", UserAdministrationTexts.Register, "primary")}{Unlock(request, person)}</div></section>""")
        : Markup.Of($"""
            <section class="card"><div class="actions">
            {Markup.When(person.Standing == PersonStanding.Registered, () => Button(request, person, "lock", UserAdministrationTexts.Lock, "danger"))}
            {Unlock(request, person)}
            {Markup.When(!person.Portal.Sessions.IsEmpty, () => Button(request, person, "sign-out", UserAdministrationTexts.SignOut, ""))}
            {Markup.When(person.Enrolments is not { Totp: null, PendingTotp: null }, () => Button(request, person, "remove-app", UserAdministrationTexts.RemoveApp, "danger"))}
            {Markup.When(person.Enrolments.Skey is not null, () => Button(request, person, "remove-sheet", UserAdministrationTexts.RemoveSheet, "danger"))}
            </div>{Devices(request, person)}</section>
            <div class="cards">{Bypass(request, person)}{Sheet(request, person)}{Remove(request, person)}</div>
            """);

    private static Markup Unlock(PortalRequest request, Person person) => person switch
    {
        { Standing: PersonStanding.Locked } => Button(request, person, "unlock", UserAdministrationTexts.Unlock, "primary"),
        { Budget: var budget } when budget.UnknownNetworksLockedUntil > request.Now || budget.Sources.Any(s => s.IsLockedOut(request.Now)) =>
            Button(request, person, "open", UserAdministrationTexts.Open, "primary"),
        _ => Markup.Empty,
    };

    private static Markup Devices(PortalRequest request, Person person) => person.Enrolments.Devices.All.IsEmpty
        ? Markup.Empty
        : Markup.Of($"""<h3>{UserAdministrationTexts.Devices}</h3><ul class="things">{person.Enrolments.Devices.All.Select(d => Device(request, person, d))}</ul>""");

    private static Markup Device(PortalRequest request, Person person, Device device) => Markup.Of($"""
        <li><span>{device.Number} · {device.Name}</span>{AdministrationMarkup.Action(request, AdministrationPaths.User, "remove-device", UserAdministrationTexts.RemoveDevice, "danger", ("name", person.Name), ("device", device.Id.Text))}</li>
        """);

    private static Markup Bypass(PortalRequest request, Person person) => Markup.Of($"""
        <section class="card"><h2>{UserAdministrationTexts.BypassTitle}</h2><p class="hint">{UserAdministrationTexts.BypassHint}</p>
        <form method="post" action="{AdministrationPaths.User}">{request.Token}<input type="hidden" name="name" value="{person.Name}">
        <div class="pair">
        <div class="field"><label for="uses">{UserAdministrationTexts.Uses}</label><input id="uses" name="uses" type="number" min="1" max="100" value="1" required></div>
        <div class="field"><label for="hours">{UserAdministrationTexts.Hours}</label><input id="hours" name="hours" type="number" min="1" max="720" value="24" required></div>
        </div><button name="do" value="bypass">{UserAdministrationTexts.IssueBypass}</button></form></section>
        """);

    private static Markup Sheet(PortalRequest request, Person person) => Markup.Of($"""
        <section class="card"><h2>{UserAdministrationTexts.SheetTitle}</h2><p class="hint">{UserAdministrationTexts.SheetHint}</p>
        <form method="post" action="{AdministrationPaths.User}">{request.Token}<input type="hidden" name="name" value="{person.Name}">
        <div class="field"><label for="paper">{UserAdministrationTexts.Paper}</label><select id="paper" name="paper">{Enum.GetNames<SheetPaper>().Select(p => Markup.Of($"<option>{p}</option>"))}</select></div>
        <button name="do" value="sheet">{UserAdministrationTexts.MakeSheet}</button></form></section>
        """);

    private static Markup Remove(PortalRequest request, Person person) => Markup.Of($"""
        <section class="card whole"><h2>{UserAdministrationTexts.RemoveTitle}</h2><p class="hint">{UserAdministrationTexts.RemoveHint}</p>
        <form class="inline" method="post" action="{AdministrationPaths.User}">{request.Token}<input type="hidden" name="name" value="{person.Name}">
        <div class="field"><label for="typed">{UserAdministrationTexts.Name}</label><input id="typed" name="typed" maxlength="253" required autocomplete="off" autocapitalize="none" spellcheck="false"></div>
        <button class="danger" name="do" value="remove">{UserAdministrationTexts.Remove}</button></form></section>
        """);

    private static Markup Button(PortalRequest request, Person person, string action, string text, string look) =>
        AdministrationMarkup.Action(request, AdministrationPaths.User, action, text, look, ("name", person.Name));
}
