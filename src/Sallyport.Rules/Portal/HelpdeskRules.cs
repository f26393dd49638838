using System.Collections.Immutable;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Portal;

/// <summary>
/// What a helper may do for a person: open a case, have a proof given, issue one bypass code for it. Who is a helper, and whom none may attend to,
/// is known outside. A proof is used up by the code, and a code that proves something is used up like at a login.
/// </summary>
public static class HelpdeskRules
{
    private static readonly PersonChange.Refused NoCase = new("this case is closed, or another helper has taken it over; search for the user again");

    /// <summary>Opens a case. It takes the place of an earlier one and of what was proved there.</summary>
    public static PersonChange Open(Person person, string helper, DateTimeOffset now) => person.Standing == PersonStanding.Unregistered
        ? new PersonChange.Refused("there is no user of that name")
        : Done(person, new HelpdeskCase(helper, now), AuditKind.HelpdeskViewed, helper, null);

    /// <summary>The case, if this helper may go on with it.</summary>
    public static HelpdeskCase? CaseOf(Person person, string helper, DateTimeOffset now) =>
        person.Portal.Case is { } open && open.IsOf(helper, now) ? open : null;

    /// <summary>Asks for a proof: a fresh passcode goes to one of the person's phones. It counts against the messages of the hour.</summary>
    public static PersonChange AskByMessage(Person person, string helper, DeviceId phone, PasscodeHash code, SmsPolicy policy, DateTimeOffset now)
    {
        if (Refusal(person, helper, now) is { } refused)
            return refused;
        if (person.Enrolments.Devices.Find(phone) is not { Kind: DeviceKind.Phone } device)
            return new PersonChange.Refused("there is no such phone; look at the list again");
        var devices = person.Enrolments.Devices;
        if (devices.Passcodes.SentLately(now) >= policy.PerHour)
            return new PersonChange.Refused("too many messages were sent to this user in the last hour; ask for another proof");

        var counted = person with { Enrolments = person.Enrolments with { Devices = devices with { Passcodes = devices.Passcodes.WithOneMore(now) } } };
        var asked = person.Portal.Case! with { Passcode = code, PasscodeExpires = now + HelpdeskCase.PasscodeLife };
        return Done(counted, asked, AuditKind.HelpdeskProofAsked, helper, $"a passcode to sms{device.Number}: {device.Name}");
    }

    /// <summary>The caller said a code: the passcode that was sent, or one of the app, the sheet or the recovery codes. A wrong one is counted.</summary>
    public static PersonChange Prove(Person person, string helper, string answer, BudgetPolicy policy, DateTimeOffset now)
    {
        if (Refusal(person, helper, now) is { } refused)
            return refused;
        if (person.Budget.FindLockout(TotpTest.Here, now) is { } until)
            return new PersonChange.Refused($"too many wrong codes; try again after {until.ToUniversalTime():yyyy-MM-dd HH:mm} UTC, or ask an administrator");

        var open = person.Portal.Case!;
        if (open.Passcode?.Matches(answer) == true && now < open.PasscodeExpires)
            return Proved(person, open, HelpdeskProof.Message, helper, null);
        if (Use(person.Enrolments, answer, now) is var (left, proof))
            return Proved(person with { Enrolments = left }, open, proof, helper, null);

        var after = person.Budget.FailAlone(TotpTest.Here, policy, now);
        return new PersonChange.Refused("that is not the passcode, nor a code of this user that still counts")
        {
            Counted = new PersonChange.Done(
                person with { Budget = after.Budget },
                [new AuditEvent(AuditKind.HelpdeskProofFailed, person.Name, Actor: helper, Detail: after.SourceLocked ? "a wrong code; no more are looked at for now" : "a wrong code")]),
        };
    }

    /// <summary>The helper confirms to have seen the person. Only where the site allows it.</summary>
    /// <param name="statement">What the helper confirmed, in words.</param>
    public static PersonChange ProveInPerson(Person person, string helper, string statement, DateTimeOffset now) =>
        Refusal(person, helper, now) ?? Proved(person, person.Portal.Case!, HelpdeskProof.InPerson, helper, statement);

    /// <summary>Issues a bypass code for the proof, which is used up and closes the case.</summary>
    public static PersonChange Issue(Person person, string helper, BypassCode code, DateTimeOffset now)
    {
        if (Refusal(person, helper, now) is { } refused)
            return refused;
        if (person.Portal.Case!.Proof is not { } proof)
            return new PersonChange.Refused("the caller has proved nothing yet");

        return Enrolling.IssueBypass(person, code, helper) is PersonChange.Done issued
            ? new PersonChange.Done(
                issued.Next with { Portal = issued.Next.Portal with { Case = null }, History = issued.Next.History with { HelpdeskCodeAt = now } },
                [.. issued.Events.Select(e => e with { Detail = $"{e.Detail}; by the helpdesk after {Words(proof)}" })])
            : throw new InvalidOperationException();
    }

    /// <summary>What was proved, in words.</summary>
    public static string Words(HelpdeskProof proof) => proof switch
    {
        HelpdeskProof.Message => "a passcode that was sent to the user's phone",
        HelpdeskProof.App => "a code of the authenticator app",
        HelpdeskProof.Sheet => "a line of the printed sheet",
        HelpdeskProof.RecoveryCode => "a recovery code",
        _ => "a check in person",
    };

    private static PersonChange? Refusal(Person person, string helper, DateTimeOffset now) => person.Standing switch
    {
        PersonStanding.Locked => new PersonChange.Refused("an administrator has locked this account; only an administrator can help"),
        PersonStanding.Registered when CaseOf(person, helper, now) is not null => null,
        _ => NoCase,
    };

    /// <summary>A Web-OTP counts for nothing, because the portal shows it; nor does a bypass code, which would beget the next.</summary>
    private static (Enrolments Left, HelpdeskProof Proof)? Use(Enrolments own, string answer, DateTimeOffset now)
    {
        if (own.Totp?.Use(answer, now) is { } totp)
            return (own with { Totp = totp }, HelpdeskProof.App);
        if (own.Skey?.Try(answer) is { } skey)
            return (own with { Skey = skey }, HelpdeskProof.Sheet);
        return own.RecoveryCodes.Use(answer) is { } codes ? (own with { RecoveryCodes = codes }, HelpdeskProof.RecoveryCode) : null;
    }

    private static PersonChange.Done Proved(Person person, HelpdeskCase open, HelpdeskProof proof, string helper, string? statement) => Done(
        person,
        open with { Proof = proof, Passcode = null },
        AuditKind.HelpdeskProofGiven,
        helper,
        statement is null ? Words(proof) : $"{Words(proof)}: {statement}");

    private static PersonChange.Done Done(Person person, HelpdeskCase open, AuditKind kind, string helper, string? detail) => new(
        person with { Portal = person.Portal with { Case = open } }, [new AuditEvent(kind, person.Name, Actor: helper, Detail: detail)]);
}
