using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Administration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Helpdesk;

/// <summary>The parts of a user's page for the helpdesk. Nothing of a factor that is a secret is in them.</summary>
internal sealed class CaseForms(HelpdeskService helpdesk, AuthorityOptions options, SiteTime time, TimeProvider clock)
{
    public Markup Factors(Person person)
    {
        var own = Lines(person).ToList();
        return own.Count == 0 ? Markup.Of($"<p>{HelpdeskTexts.None}</p>") : Markup.Of($"""<ul class="things">{own.Select(line => Markup.Of($"<li><span>{line}</span></li>"))}</ul>""");
    }

    public Markup Proofs(PortalRequest request, Person person)
    {
        if (person.Standing != PersonStanding.Registered)
            return Markup.Empty;

        var phones = options.DeviceWays.HasFlag(DeviceWays.Sms) ? person.Enrolments.Devices.All.Where(device => device.Kind == DeviceKind.Phone).ToList() : [];
        var hasCode = phones.Count > 0 || PortalRules.HasCode(person, clock.GetUtcNow());
        return Markup.Of($"""
            <h2>{HelpdeskTexts.ProofTitle}</h2><p>{(hasCode || helpdesk.TakesInPerson ? HelpdeskTexts.ProofLead : HelpdeskTexts.NoProof)}</p>
            <div class="cards">{Markup.When(phones.Count > 0, () => Message(request, person, phones))}{Markup.When(hasCode, () => Code(request, person))}{Markup.When(helpdesk.TakesInPerson, () => InPerson(request, person))}</div>
            """);
    }

    public static Markup Issue(PortalRequest request, Person person, HelpdeskProof proof) => Markup.Of($"""
        <section class="card"><h2>{HelpdeskTexts.IssueTitle}</h2>
        <p class="notice good">{HelpdeskTexts.Proved} {HelpdeskRules.Words(proof)}.</p><p class="hint">{HelpdeskTexts.IssueHint}</p>
        {Begin(request, person)}
        <div class="pair">
        <div class="field"><label for="uses">{HelpdeskTexts.Uses}</label><input id="uses" name="uses" type="number" min="1" max="100" value="1" required></div>
        <div class="field"><label for="hours">{HelpdeskTexts.Hours}</label><input id="hours" name="hours" type="number" min="1" max="720" value="24" required></div>
        </div><button class="primary" name="do" value="issue">{HelpdeskTexts.IssueButton}</button></form></section>
        """);

    private static Markup Message(PortalRequest request, Person person, List<Device> phones) => Markup.Of($"""
        <section class="card"><h3>{HelpdeskTexts.MessageTitle}</h3><p class="hint">{HelpdeskTexts.MessageHint}</p>
        {phones.Select(phone => Markup.Of($"""{Begin(request, person)}<input type="hidden" name="device" value="{phone.Id.Text}"><button name="do" value="send">{HelpdeskTexts.SendTo(phone.Name, phone.PhoneNumber!.Masked)}</button></form>"""))}
        </section>
        """);

    private static Markup Code(PortalRequest request, Person person) => Markup.Of($"""
        <section class="card"><h3>{HelpdeskTexts.CodeTitle}</h3><p class="hint">{DisplayText.Sentence(string.Join(", or ", Askable(person).DefaultIfEmpty(HelpdeskTexts.AskFirst)))}</p>
        {Begin(request, person)}
        <div class="field"><label for="code">{HelpdeskTexts.CodeLabel}</label>
        <input id="code" name="code" class="code" maxlength="80" required autocomplete="off" autocapitalize="none" spellcheck="false"></div>
        <button class="primary" name="do" value="prove">{HelpdeskTexts.CodeButton}</button></form></section>
        """);

    private static Markup InPerson(PortalRequest request, Person person) => Markup.Of($"""
        <section class="card"><h3>{HelpdeskTexts.InPersonTitle}</h3><p class="hint">{HelpdeskTexts.InPersonHint}</p>
        {Begin(request, person)}
        <p class="check"><input id="confirmed" name="confirmed" type="checkbox" value="yes" required><label for="confirmed">{HelpdeskTexts.Statement(person.Name)}</label></p>
        <button name="do" value="in-person">{HelpdeskTexts.InPersonButton}</button></form></section>
        """);

    /// <summary>A form about the user; to be closed.</summary>
    private static Markup Begin(PortalRequest request, Person person) => Markup.Of(
        $"""<form method="post" action="{PortalPaths.HelpdeskUser}">{request.Token}<input type="hidden" name="name" value="{person.Name}">""");

    /// <summary>The codes that this user may have, in the words in which to ask for them.</summary>
    private static IEnumerable<string> Askable(Person person)
    {
        var own = person.Enrolments;
        if (person.Portal.Case?.Passcode is not null)
            yield return HelpdeskTexts.AskPasscode;
        if (own.Totp is not null)
            yield return HelpdeskTexts.AskApp;
        if (own.Skey is { IsUsedUp: false } sheet)
            yield return HelpdeskTexts.AskSheet(sheet.Line, sheet.Seed.Text);
        if (!own.RecoveryCodes.Left.IsEmpty)
            yield return HelpdeskTexts.AskRecovery;
    }

    private IEnumerable<Markup> Lines(Person person)
    {
        var own = person.Enrolments;
        if (own.Totp is { } totp)
            yield return Markup.Of($"{HelpdeskTexts.App(totp.Key.Digits)}");
        foreach (var device in own.Devices.All)
            yield return Markup.Of($"{(device.PhoneNumber is { } number ? HelpdeskTexts.Phone(device.Name, number.Masked) : HelpdeskTexts.Browser(device.Name))}");
        if (own.Devices.PendingPhone is { } waiting)
            yield return Markup.Of($"{HelpdeskTexts.Unproved(waiting.Name, waiting.Number.Masked)}");
        if (own.Skey is { } sheet)
            yield return Markup.Of($"{HelpdeskTexts.Sheet(sheet.Seed.Text, sheet.Line)}");
        if (!own.RecoveryCodes.Left.IsEmpty)
            yield return Markup.Of($"{HelpdeskTexts.RecoveryCodes(own.RecoveryCodes.Left.Length)}");
        if (!person.Portal.Passkeys.IsEmpty)
            yield return Markup.Of($"{HelpdeskTexts.Passkeys(person.Portal.Passkeys.Length)}");
        if (own.Bypass is { } bypass && bypass.Expires > clock.GetUtcNow())
            yield return Markup.Of($"{HelpdeskTexts.Bypass(bypass.UsesLeft)} {time.Minute(bypass.Expires)}");
    }
}
