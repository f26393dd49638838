using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>What is known of one name, as lists of facts.</summary>
internal sealed class UserSummary(Person person, PortalPolicy policy, SiteTime time, DateTimeOffset now)
{
    public Markup Standing()
    {
        var closed = person.Budget.Sources.Where(s => s.IsLockedOut(now)).Select(s => (Network: s.Network.ToString(), Until: s.OpensAt(now)!.Value)).ToList();
        if (person.Budget.UnknownNetworksLockedUntil is { } until && until > now)
            closed.Add((LockoutTexts.AllUnknownNetworks, until));

        return Markup.Of($"""
            <dl class="facts">
            {Fact(UserAdministrationTexts.Standing, AdministrationMarkup.Badge(AdministrationTexts.Standing(person.Standing), person.Standing == PersonStanding.Locked ? "bad" : ""))}
            {Fact(UserAdministrationTexts.LastLogin, LastLogin())}
            {Fact(UserAdministrationTexts.FailedSince, person.History.FailedSince.IsEmpty
                ? Text(UserAdministrationTexts.None)
                : List(person.History.FailedSince.Select(f => Markup.Of($"{f.Count} · {f.Network.ToString()}"))))}
            {Fact(UserAdministrationTexts.ClosedNow, closed.Count == 0
                ? Text(UserAdministrationTexts.None)
                : List(closed.Select(c => Markup.Of($"{c.Network} · {time.Minute(c.Until)}"))))}
            {Fact(UserAdministrationTexts.Browsers, Markup.Of($"{person.Portal.Sessions.Count(s => s.IsLive(policy, now))}"))}
            </dl>
            {Markup.When(person.Standing == PersonStanding.Unregistered, () => Markup.Of($"""<p class="hint">{UserAdministrationTexts.NobodyHint}</p>"""))}
            """);
    }

    public Markup Factors()
    {
        var own = person.Enrolments;
        return Markup.Of($"""
            <dl class="facts">
            {Fact(UserAdministrationTexts.App, App(own))}
            {Fact(UserAdministrationTexts.Devices, own.Devices.All.IsEmpty ? Text(UserAdministrationTexts.None) : List(own.Devices.All.Select(Device)))}
            {Fact(UserAdministrationTexts.Sheet, own.Skey is { } skey ? Markup.Of($"{skey.Seed.Text} · {UserAdministrationTexts.Lines(skey.Line)}") : Text(UserAdministrationTexts.None))}
            {Fact(UserAdministrationTexts.Recovery, own.RecoveryCodes.Left.IsEmpty ? Text(UserAdministrationTexts.None) : Text(UserAdministrationTexts.Left(own.RecoveryCodes.Left.Length)))}
            {Fact(UserAdministrationTexts.Bypass, own.Bypass is { } bypass && bypass.Expires > now
                ? Markup.Of($"{UserAdministrationTexts.UsesLeft(bypass.UsesLeft)} {time.Minute(bypass.Expires)}")
                : Text(UserAdministrationTexts.None))}
            {Markup.When(own.WebOtp.IsLive(now), () => Fact(UserAdministrationTexts.WebOtp, time.Minute(own.WebOtp.Expires)))}
            </dl>
            """);
    }

    private Markup LastLogin() => person.History.Last is not { } last
        ? Text(UserAdministrationTexts.Never)
        : Markup.Of($"""{time.Minute(last.At)}<br><span class="hint">{(last.Factor is { } factor ? AdministrationTexts.FactorName(factor) : AdministrationTexts.WithoutFactor)} · {last.Source?.ToString() ?? AdministrationTexts.UnknownNetwork}</span>""");

    private static Markup App(Enrolments own) => own switch
    {
        { Totp: { } totp, PendingTotp: null } => Markup.Of($"{totp.Key.Digits} · {totp.Key.Algorithm.ToString()}"),
        { Totp: { } totp } => Markup.Of($"{totp.Key.Digits} · {totp.Key.Algorithm.ToString()}; {UserAdministrationTexts.AppPending}"),
        { PendingTotp: not null } => Text(UserAdministrationTexts.AppPending),
        _ => Text(UserAdministrationTexts.None),
    };

    private Markup Device(Device device) => Markup.Of($"""
        {device.Number} · {device.Name} <span class="hint">({AdministrationTexts.FactorName(device.Kind == DeviceKind.Phone ? Rules.Factors.FactorKind.Phone : Rules.Factors.FactorKind.Push)}, {time.Minute(device.Added)})</span>
        """);

    private static Markup Fact(string what, Markup value) => Markup.Of($"<dt>{what}</dt><dd>{value}</dd>\n");

    private static Markup Text(string text) => Markup.Of($"{text}");

    private static Markup List(IEnumerable<Markup> items) => Markup.Of($"""<ul class="plain">{items.Select(i => Markup.Of($"<li>{i}</li>"))}</ul>""");
}
