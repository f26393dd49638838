using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>My factors, a card each.</summary>
internal sealed class FactorsPage(AuthorityOptions options) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        var person = request.Person!;
        var own = person.Enrolments;
        return Task.FromResult(request.Page(FactorTexts.Title, Markup.Of($"""
            {Lead(person, request.Now)}
            <div class="cards">
            {App(own)}
            {Recovery(own)}
            {Devices(own)}
            {Markup.When(options.Portal.HasPasskeys, () => Passkeys(person.Portal))}
            {Sheet(own)}
            </div>
            """)));
    }

    private static Markup Lead(Person person, DateTimeOffset now) => PortalRules.HasFactor(person, now)
        ? Markup.Of($"""<p class="lead">{FactorTexts.Lead}</p>""")
        : Markup.Of($"""<div class="notice warn"><p><strong>{FactorTexts.NoneTitle}</strong></p><p>{FactorTexts.None}</p></div>""");

    private static Markup App(Enrolments own)
    {
        var (badge, text, action) = own switch
        {
            { PendingTotp: not null } => ("warn", FactorTexts.Waiting, FactorTexts.Change),
            { Totp: not null } => ("good", FactorTexts.InUse, FactorTexts.Change),
            _ => (string.Empty, FactorTexts.NotSetUp, FactorTexts.SetUp),
        };
        return Card(FactorTexts.AppName, badge, text, FactorTexts.AppAbout, Link(PortalPaths.App, action, own.Totp is null ? "primary" : ""));
    }

    private static Markup Recovery(Enrolments own)
    {
        var left = own.RecoveryCodes.Left.Length;
        return Card(
            FactorTexts.RecoveryName,
            left switch { 0 => string.Empty, < 4 => "warn", _ => "good" },
            left == 0 ? FactorTexts.RecoveryNone : $"{left} left",
            FactorTexts.RecoveryAbout,
            Link(PortalPaths.RecoveryCodes, FactorTexts.RecoveryMake, string.Empty));
    }

    private static Markup Devices(Enrolments own)
    {
        var count = own.Devices.All.Length;
        return Card(
            FactorTexts.DeviceName,
            count == 0 ? string.Empty : "good",
            count == 0 ? FactorTexts.NotSetUp : DisplayText.Count(count, "device", "devices"),
            FactorTexts.DeviceAbout,
            Link(PortalPaths.Devices, count == 0 ? FactorTexts.SetUp : FactorTexts.Change, string.Empty));
    }

    private static Markup Passkeys(PortalAccess portal)
    {
        var count = portal.Passkeys.Length;
        return Card(
            FactorTexts.PasskeyName,
            count == 0 ? string.Empty : "good",
            count == 0 ? FactorTexts.NotSetUp : DisplayText.Count(count, "passkey", "passkeys"),
            FactorTexts.PasskeyAbout,
            Link(PortalPaths.Passkeys, count == 0 ? FactorTexts.SetUp : FactorTexts.Change, string.Empty));
    }

    private Markup Sheet(Enrolments own)
    {
        var left = own.Skey?.Line ?? 0;
        return Card(
            FactorTexts.SheetName,
            left == 0 ? string.Empty : left < options.Skey.WarnBelow ? "warn" : "good",
            left == 0 ? FactorTexts.NotSetUp : DisplayText.Count(left, "line left", "lines left"),
            FactorTexts.SheetAbout,
            options.Portal.OwnSheets == Settings.Switch.On
                ? Link(PortalPaths.Sheet, FactorTexts.SheetMake, string.Empty)
                : Markup.Of($"""<p class="hint">{FactorTexts.SheetAsk}</p>"""));
    }

    private static Markup Card(string name, string badge, string state, string about, Markup action) => Markup.Of($"""
        <section class="card"><header><h2>{name}</h2><span class="badge {badge}">{state}</span></header><p>{about}</p>{action}</section>
        """);

    private static Markup Link(string path, string text, string look) => Markup.Of($"""<p><a class="button {look}" href="{path}">{text}</a></p>""");
}
