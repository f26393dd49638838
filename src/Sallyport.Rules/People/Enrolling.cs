using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Factors.WebOtp;

namespace Sallyport.Rules.People;

/// <summary>Changes of a person's factors and standing. <c>actor</c> is who does it: the person or an administrator.</summary>
public static partial class Enrolling
{
    /// <summary>Hands out a key. It counts after <see cref="ConfirmTotp"/>; until then the earlier one does.</summary>
    public static PersonChange StartTotp(Person person, TotpKey key, string actor) =>
        Registered(person) ?? Done(person, person.Enrolments with { PendingTotp = key }, AuditKind.TotpEnrolmentStarted, actor);

    /// <summary>The first right code makes the handed-out key the person's only one; its time step is used up.</summary>
    public static PersonChange ConfirmTotp(Person person, string code, string actor, DateTimeOffset now)
    {
        if (person.Enrolments.PendingTotp is not { } key)
            return new PersonChange.Refused("no enrolment is waiting for a code; start with: sallyport totp enroll");

        return TotpEnrolment.New(key).Use(code, now) is { } totp
            ? Done(person, person.Enrolments.With(totp), AuditKind.TotpEnrolled, actor)
            : new PersonChange.Refused("that code is wrong; check that the phone's time is set automatically, and type the code that it shows now");
    }

    /// <summary>Takes over an app that was in use elsewhere, with its single-use codes in place of the recovery codes.</summary>
    public static PersonChange ImportTotp(Person person, TotpEnrolment totp, RecoveryCodes codes, string actor, string detail = "imported") =>
        Registered(person) ?? Done(
            person,
            person.Enrolments.With(person.Enrolments.Spent(totp)) with { RecoveryCodes = codes.Left.IsEmpty ? person.Enrolments.RecoveryCodes : codes },
            AuditKind.TotpEnrolled,
            actor,
            detail);

    public static PersonChange RemoveTotp(Person person, string actor) =>
        person.Enrolments is { Totp: null, PendingTotp: null }
            ? new PersonChange.Refused("no authenticator app is enrolled")
            : Done(person, person.Enrolments.With(totp: null), AuditKind.TotpRemoved, actor);

    /// <summary>A new sheet replaces the old.</summary>
    public static PersonChange IssueSkey(Person person, SkeySequence sheet, string actor)
    {
        if (Registered(person) is { } refused)
            return refused;

        return person.Enrolments.HadSheet(sheet)
            ? new PersonChange.Refused($"an earlier sheet also had the seed {sheet.Seed}, and its lines may be used up; a new sheet needs a new seed")
            : Done(person, person.Enrolments.With(sheet), AuditKind.SkeySheetIssued, actor, sheet.Challenge);
    }

    public static PersonChange RemoveSkey(Person person, string actor) =>
        person.Enrolments.Skey is null
            ? new PersonChange.Refused("no skey sheet is in use")
            : Done(person, person.Enrolments.With(sheet: null), AuditKind.SkeyRemoved, actor);

    public static PersonChange IssueRecoveryCodes(Person person, RecoveryCodes codes, string actor) =>
        Registered(person) ?? Done(person, person.Enrolments with { RecoveryCodes = codes }, AuditKind.RecoveryCodesIssued, actor);

    public static PersonChange IssueBypass(Person person, BypassCode code, string actor) =>
        Registered(person) ?? Done(
            person, person.Enrolments with { Bypass = code }, AuditKind.BypassCodeIssued, actor, $"{code.UsesLeft} uses until {code.Expires:u}");

    public static PersonChange IssueWebOtp(Person person, PasscodeHash code, WebOtpPolicy policy, string actor, DateTimeOffset now) =>
        Registered(person) ?? person.Enrolments.WebOtp.Issue(code, policy, now) switch
        {
            WebOtpIssue.Done issued => Done(person, person.Enrolments with { WebOtp = issued.Live }, AuditKind.WebOtpIssued, actor),
            WebOtpIssue.TooMany(var next) => new PersonChange.Refused($"too many codes in an hour; the next one is available at {next.ToUniversalTime():HH:mm} UTC"),
            _ => throw new InvalidOperationException(),
        };

    public static PersonChange Register(Person person, string actor) =>
        person.Standing == PersonStanding.Unregistered
            ? Done(person with { Standing = PersonStanding.Registered }, AuditKind.PersonAdded, actor)
            : new PersonChange.Refused($"{person.Name} is already registered");

    /// <summary>A change by the person, who is registered by it if need be.</summary>
    public static PersonChange RegisteringFirst(Person person, string actor, Func<Person, PersonChange> change)
    {
        if (person.Standing != PersonStanding.Unregistered || Register(person, actor) is not PersonChange.Done registered)
            return change(person);

        var changed = change(registered.Next);
        return changed is PersonChange.Done done ? done with { Events = registered.Events.AddRange(done.Events) } : changed;
    }

    /// <summary>The name is unregistered again: its factors are gone, its budget stays.</summary>
    public static PersonChange Remove(Person person, string actor) =>
        Registered(person) ?? Done(
            Person.Unregistered(person.Name) with
            {
                Version = person.Version,
                Budget = person.Budget,
                Enrolments = Enrolments.None with { Retired = person.Enrolments.With(totp: null).With(sheet: null).Retired },
                DayKeys = person.DayKeys.Ended(),
            },
            AuditKind.PersonRemoved,
            actor,
            EndingKeys(person));

    /// <summary>Every code is wrong from now on, every browser signed out, and no key opens anything.</summary>
    public static PersonChange Lock(Person person, string actor) =>
        Registered(person) ?? Done(person.SignedOut() with { Standing = PersonStanding.Locked }, AuditKind.PersonLocked, actor, EndingKeys(person));

    /// <summary>
    /// Lifts an administrator's lock, ends every lockout, and brings a last code that lies in the future back to now: a user who logged in while
    /// the clock was ahead could not until then.
    /// </summary>
    public static PersonChange Unlock(Person person, string actor, DateTimeOffset now)
    {
        if (Registered(person) is { } refused)
            return refused;

        var lead = person.Enrolments.Totp?.LeadOf(now);
        return Done(
            person with
            {
                Standing = PersonStanding.Registered,
                Budget = person.Budget.Unlock(),
                Enrolments = person.Enrolments with { Totp = person.Enrolments.Totp?.BroughtBack(now) },
            },
            AuditKind.PersonUnlocked,
            actor,
            lead is { } ahead ? $"the last used code was {(long)ahead.TotalMinutes} min in the future and is reset to now" : null);
    }

    /// <summary>Opens what wrong codes have closed, for a name that nobody registered too. An administrator's lock stays.</summary>
    public static PersonChange LiftLockouts(Person person, string actor) => person.Version == 0
        ? new PersonChange.Refused("there is no lockout for this name")
        : Done(person with { Budget = person.Budget.Unlock() }, AuditKind.ClosingsOpened, actor);

    private static PersonChange? Registered(Person person) =>
        person.Standing == PersonStanding.Unregistered
            ? new PersonChange.Refused($"{person.Name} is not registered; an administrator adds a user with: sallyport user add {person.Name}")
            : null;

    /// <summary>What the audit says of the keys that end with a change; null when there are none.</summary>
    internal static string? EndingKeys(Person person) => person.DayKeys.Keys.Length switch
    {
        0 => null,
        1 => "ends 1 day key",
        var count => $"ends {count} day keys",
    };

    /// <summary>A key does not outlive a factor that was taken away or replaced, whichever of them vouched for it.</summary>
    private static PersonChange.Done Done(Person person, Enrolments enrolments, AuditKind kind, string actor, string? detail = null) =>
        person.Enrolments.AreAllIn(enrolments)
            ? Done(person with { Enrolments = enrolments }, kind, actor, detail)
            : Done(
                person with { Enrolments = enrolments, DayKeys = person.DayKeys.Ended() },
                kind,
                actor,
                EndingKeys(person) is { } ending ? $"{(detail is null ? "" : detail + "; ")}{ending}" : detail);

    private static PersonChange.Done Done(Person next, AuditKind kind, string actor, string? detail = null) =>
        new(next, [new AuditEvent(kind, next.Name, Actor: actor, Detail: detail)]);
}
