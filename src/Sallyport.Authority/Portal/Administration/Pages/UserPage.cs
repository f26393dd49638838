using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Sheets;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>One name: what is known of it, and what an administrator can do about it.</summary>
internal sealed class UserPage(
    AdministrationService service, IAuditLog audit, AuditTable rows, SheetMaker sheets, AuthorityOptions options, SiteTime time, TimeProvider clock) : IPage
{
    private const int LatestEvents = 8;

    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => ShowAsync(request, request.Http.Request.Query["name"].ToString(), null, cancel);

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        var name = request.Field("name");
        if (name.Length is 0 or > Person.MostNameLength)
            return PortalRequest.GoTo(AdministrationPaths.Users);

        switch (request.Field("do"))
        {
            case "bypass":
                return await IssueBypassAsync(request, name, cancel);
            case "sheet":
                return await MakeSheetAsync(request, name, cancel);
            case "remove":
                return await RemoveAsync(request, name, cancel);
            case "remove-device":
                var id = DeviceId.Parse(request.Field("device"));
                return await ChangeAsync(request, name, UserAdministrationTexts.RemoveDevice, (person, actor) => id is null
                    ? new PersonChange.Refused("there is no such device")
                    : Enrolling.RemoveDevice(person, id, actor), cancel);
            case var other:
                return Simple(other) is var (done, change)
                    ? await ChangeAsync(request, name, done, change, cancel)
                    : PortalRequest.GoTo(AdministrationPaths.Of(name));
        }
    }

    /// <summary>What one button does, and in which words it is confirmed.</summary>
    private (string Done, Func<Person, string, PersonChange> Change)? Simple(string action) => action switch
    {
        "register" => (UserAdministrationTexts.Register, Enrolling.Register),
        "lock" => (UserAdministrationTexts.Lock, Lock),
        "unlock" => (UserAdministrationTexts.Unlock, (person, actor) => Enrolling.Unlock(person, actor, clock.GetUtcNow())),
        "open" => (UserAdministrationTexts.Open, Enrolling.LiftLockouts),
        "remove-app" => (UserAdministrationTexts.RemoveApp, Enrolling.RemoveTotp),
        "remove-sheet" => (UserAdministrationTexts.RemoveSheet, Enrolling.RemoveSkey),
        "sign-out" => (UserAdministrationTexts.SignOut, SignOut),
        _ => null,
    };

    private static PersonChange Lock(Person person, string actor) => person.Name == actor
        ? new PersonChange.Refused("you cannot lock yourself; another administrator can")
        : Enrolling.Lock(person, actor);

    private static PersonChange SignOut(Person person, string actor)
    {
        var done = PortalRules.SignOutEverywhere(person, null);
        return new PersonChange.Done(done.Next, [.. done.Events.Select(happened => happened with { Actor = actor })]);
    }

    private async Task<IResult> ChangeAsync(
        PortalRequest request, string name, string done, Func<Person, string, PersonChange> change, CancellationToken cancel) =>
        await service.ChangeAsync(request, name, change, cancel) is PersonChange.Refused refused
            ? await ShowAsync(request, name, refused.Reason, cancel)
            : request.GoTo(AdministrationPaths.Of(name), UserAdministrationTexts.Done(done));

    private async Task<IResult> RemoveAsync(PortalRequest request, string name, CancellationToken cancel)
    {
        if (request.Field("typed").Trim() != name)
            return await ShowAsync(request, name, UserAdministrationTexts.RemoveMismatch, cancel);
        if (name == request.Person!.Name)
            return await ShowAsync(request, name, "you cannot remove yourself; another administrator can", cancel);

        return await service.ChangeAsync(request, name, Enrolling.Remove, cancel) is PersonChange.Refused refused
            ? await ShowAsync(request, name, refused.Reason, cancel)
            : request.GoTo(AdministrationPaths.Users, UserAdministrationTexts.Removed(name));
    }

    private async Task<IResult> IssueBypassAsync(PortalRequest request, string name, CancellationToken cancel)
    {
        if (!int.TryParse(request.Field("uses"), out var uses) || !int.TryParse(request.Field("hours"), out var hours) || !BypassCode.IsAllowed(uses, hours))
            return await ShowAsync(request, name, BypassCode.Allowed, cancel);

        var text = Codes.Passcode();
        var code = new BypassCode(Codes.Hash(text), uses, clock.GetUtcNow().AddHours(hours));
        if (await service.ChangeAsync(request, name, (person, actor) => Enrolling.IssueBypass(person, code, actor), cancel) is PersonChange.Refused refused)
            return await ShowAsync(request, name, refused.Reason, cancel);

        return request.AdministrationPage(UserAdministrationTexts.BypassTitle, Markup.Of($"""
            <section class="card hero"><p class="code-large given">{text}</p>
            <p>{UserAdministrationTexts.BypassIssued} {time.Minute(code.Expires)}.</p><p class="hint">{UserAdministrationTexts.BypassHint}</p></section>
            <p><a class="button" href="{AdministrationPaths.Of(name)}">{UserAdministrationTexts.Back}</a></p>
            """));
    }

    private async Task<IResult> MakeSheetAsync(PortalRequest request, string name, CancellationToken cancel)
    {
        if (!Enum.TryParse<SheetPaper>(request.Field("paper"), out var paper) || !Enum.IsDefined(paper))
            paper = SheetPaper.A4;

        var made = await Task.Run(async () => sheets.Make(await service.FindAsync(name, cancel), paper), cancel);
        if (made.Drawing.Pdf is not { } pdf)
            return await ShowAsync(request, name, made.Drawing.Problem, cancel);

        return await service.ChangeAsync(request, name, (person, actor) => Enrolling.IssueSkey(person, made.Start, actor), cancel) is PersonChange.Refused refused
            ? await ShowAsync(request, name, refused.Reason, cancel)
            : Results.Bytes(pdf, "application/pdf", $"sheet-{made.Start.Seed}.pdf");
    }

    private async Task<IResult> ShowAsync(PortalRequest request, string name, string? error, CancellationToken cancel)
    {
        if (name.Length is 0 or > Person.MostNameLength)
            return request.GoTo(AdministrationPaths.Users, UserAdministrationTexts.NoName);

        var person = await service.FindAsync(name, cancel);
        var events = await audit.QueryAsync(new AuditQuery { Person = name, Most = LatestEvents }, cancel);
        return request.AdministrationPage(name, Markup.Of($"""
            {AdministrationMarkup.Error(error)}
            <div class="cards">
            <section class="card"><h2>{UserAdministrationTexts.FactsTitle}</h2>{new UserSummary(person, options.Portal.Policy, time, clock.GetUtcNow()).Standing()}</section>
            <section class="card"><h2>{UserAdministrationTexts.FactorsTitle}</h2>{new UserSummary(person, options.Portal.Policy, time, clock.GetUtcNow()).Factors()}</section>
            </div>
            <section class="card"><h2>{UserAdministrationTexts.EventsTitle}</h2>{rows.Draw(UserAdministrationTexts.EventsTitle, AuditColumns.OneName, events.Rows)}
            <p><a href="{AdministrationPaths.Audit}?person={Uri.EscapeDataString(name)}">{UserAdministrationTexts.AllEvents}</a></p></section>
            <h2>{UserAdministrationTexts.ActionsTitle}</h2>
            {AdministrationMarkup.ConfirmFirst(request)}{Markup.When(request.IsFresh, () => UserActions.For(request, person))}
            """));
    }
}
