using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Authority.Sheets;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>One name: what is known of it, and what an administrator can do about it.</summary>
internal sealed class UserPage(
    AdministrationDesk desk, IAuditLog audit, AuditTable rows, SheetMaker sheets, AuthorityOptions options, SiteTime time, TimeProvider clock) : IPage
{
    private const int LatestEvents = 8;

    public Task<IResult> ShowAsync(Visit visit, CancellationToken cancel) => ShowAsync(visit, visit.Http.Request.Query["name"].ToString(), null, cancel);

    public async Task<IResult> ActAsync(Visit visit, CancellationToken cancel)
    {
        var name = visit.Field("name");
        if (name.Length is 0 or > Person.MostNameLength)
            return Visit.GoTo(AdministrationPaths.Users);

        switch (visit.Field("do"))
        {
            case "bypass":
                return await IssueBypassAsync(visit, name, cancel);
            case "sheet":
                return await MakeSheetAsync(visit, name, cancel);
            case "remove":
                return await RemoveAsync(visit, name, cancel);
            case "remove-device":
                var id = DeviceId.Parse(visit.Field("device"));
                return await ChangeAsync(visit, name, UserAdministrationTexts.RemoveDevice, (person, actor) => id is null
                    ? new PersonChange.Refused("there is no such device")
                    : Enrolling.RemoveDevice(person, id, actor), cancel);
            case var other:
                return Simple(other) is var (done, change)
                    ? await ChangeAsync(visit, name, done, change, cancel)
                    : Visit.GoTo(AdministrationPaths.Of(name));
        }
    }

    /// <summary>What one button does, and in which words it is confirmed.</summary>
    private (string Done, Func<Person, string, PersonChange> Change)? Simple(string action) => action switch
    {
        "register" => (UserAdministrationTexts.Register, Enrolling.Register),
        "lock" => (UserAdministrationTexts.Lock, Lock),
        "unlock" => (UserAdministrationTexts.Unlock, (person, actor) => Enrolling.Unlock(person, actor, clock.GetUtcNow())),
        "open" => (UserAdministrationTexts.Open, Enrolling.OpenClosings),
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
        Visit visit, string name, string done, Func<Person, string, PersonChange> change, CancellationToken cancel) =>
        await desk.ChangeAsync(visit, name, change, cancel) is PersonChange.Refused refused
            ? await ShowAsync(visit, name, refused.Reason, cancel)
            : visit.GoTo(AdministrationPaths.Of(name), UserAdministrationTexts.Done(done));

    private async Task<IResult> RemoveAsync(Visit visit, string name, CancellationToken cancel)
    {
        if (visit.Field("typed").Trim() != name)
            return await ShowAsync(visit, name, UserAdministrationTexts.RemoveMismatch, cancel);
        if (name == visit.Person!.Name)
            return await ShowAsync(visit, name, "you cannot remove yourself; another administrator can", cancel);

        return await desk.ChangeAsync(visit, name, Enrolling.Remove, cancel) is PersonChange.Refused refused
            ? await ShowAsync(visit, name, refused.Reason, cancel)
            : visit.GoTo(AdministrationPaths.Users, UserAdministrationTexts.Removed(name));
    }

    private async Task<IResult> IssueBypassAsync(Visit visit, string name, CancellationToken cancel)
    {
        if (!int.TryParse(visit.Field("uses"), out var uses) || !int.TryParse(visit.Field("hours"), out var hours) || !BypassCode.IsAllowed(uses, hours))
            return await ShowAsync(visit, name, BypassCode.Allowed, cancel);

        var text = Codes.Passcode();
        var code = new BypassCode(Codes.Hash(text), uses, clock.GetUtcNow().AddHours(hours));
        if (await desk.ChangeAsync(visit, name, (person, actor) => Enrolling.IssueBypass(person, code, actor), cancel) is PersonChange.Refused refused)
            return await ShowAsync(visit, name, refused.Reason, cancel);

        return visit.AdministrationPage(UserAdministrationTexts.BypassTitle, Markup.Of($"""
            <section class="card hero"><p class="code-large given">{text}</p>
            <p>{UserAdministrationTexts.BypassIssued} {time.Minute(code.Expires)}.</p><p class="hint">{UserAdministrationTexts.BypassHint}</p></section>
            <p><a class="button" href="{AdministrationPaths.Of(name)}">{UserAdministrationTexts.Back}</a></p>
            """));
    }

    private async Task<IResult> MakeSheetAsync(Visit visit, string name, CancellationToken cancel)
    {
        if (!Enum.TryParse<SheetPaper>(visit.Field("paper"), out var paper) || !Enum.IsDefined(paper))
            paper = SheetPaper.A4;

        var made = await Task.Run(async () => sheets.Make(await desk.FindAsync(name, cancel), paper), cancel);
        if (made.Drawing.Pdf is not { } pdf)
            return await ShowAsync(visit, name, made.Drawing.Problem, cancel);

        return await desk.ChangeAsync(visit, name, (person, actor) => Enrolling.IssueSkey(person, made.Start, actor), cancel) is PersonChange.Refused refused
            ? await ShowAsync(visit, name, refused.Reason, cancel)
            : Results.Bytes(pdf, "application/pdf", $"sheet-{made.Start.Seed}.pdf");
    }

    private async Task<IResult> ShowAsync(Visit visit, string name, string? error, CancellationToken cancel)
    {
        if (name.Length is 0 or > Person.MostNameLength)
            return visit.GoTo(AdministrationPaths.Users, UserAdministrationTexts.NoName);

        var person = await desk.FindAsync(name, cancel);
        var events = await audit.QueryAsync(new AuditQuery { Person = name, Most = LatestEvents }, cancel);
        return visit.AdministrationPage(name, Markup.Of($"""
            {Parts.Error(error)}
            <div class="cards">
            <section class="card"><h2>{UserAdministrationTexts.FactsTitle}</h2>{new UserFacts(person, options.Portal.Policy, time, clock.GetUtcNow()).Standing()}</section>
            <section class="card"><h2>{UserAdministrationTexts.FactorsTitle}</h2>{new UserFacts(person, options.Portal.Policy, time, clock.GetUtcNow()).Factors()}</section>
            </div>
            <section class="card"><h2>{UserAdministrationTexts.EventsTitle}</h2>{rows.Draw(UserAdministrationTexts.EventsTitle, AuditColumns.OneName, events.Rows)}
            <p><a href="{AdministrationPaths.Audit}?person={Uri.EscapeDataString(name)}">{UserAdministrationTexts.AllEvents}</a></p></section>
            <h2>{UserAdministrationTexts.ActionsTitle}</h2>
            {Parts.ConfirmFirst(visit)}{Markup.When(visit.IsFresh, () => UserActions.For(visit, person))}
            """));
    }
}
