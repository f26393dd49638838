using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Rules.People;

/// <summary>What an administrator allows an import to do.</summary>
[Flags]
public enum ImportConsent
{
    None = 0,

    /// <summary>The file's factor takes the place of one that the person has.</summary>
    Replace = 1,

    /// <summary>Keys of fewer than 128 bits are taken too.</summary>
    Weak = 2,
}

/// <summary>What another system had of a person.</summary>
/// <param name="Totp">The authenticator app; its last step is -1 when the other system did not say which codes were used.</param>
/// <param name="Skey">The sheet, which goes on where it was.</param>
/// <param name="Codes">Single-use codes.</param>
/// <param name="Origin">The other system, for the audit.</param>
public sealed record ImportedFactors(TotpEnrolment? Totp, SkeySequence? Skey, RecoveryCodes Codes, string Origin);

/// <summary>Takes over what another system had of a person, all of it or nothing.</summary>
public static class Importing
{
    /// <summary>A name that nobody registered is registered by it.</summary>
    public static PersonChange Take(Person person, ImportedFactors factors, ImportConsent consent, string actor, DateTimeOffset now) =>
        Problem(person.Enrolments, factors, consent) is { } reason
            ? new PersonChange.Refused(reason)
            : Enrolling.RegisteringFirst(person, actor, registered => Add(registered, factors, consent, actor, now));

    /// <summary>
    /// The enrolment as it counts from now on. Where nobody knows which codes were used, none that an app may have shown by now counts; a last
    /// step that a clock running ahead left behind is brought back, as by <see cref="Enrolling.Unlock"/>.
    /// </summary>
    public static TotpEnrolment CountingFrom(TotpEnrolment totp, DateTimeOffset now) =>
        totp.LastStep < 0 ? totp with { LastStep = totp.Key.StepAt(now) + TotpEnrolment.Window } : totp.BroughtBack(now);

    private static string? Problem(Enrolments own, ImportedFactors factors, ImportConsent consent) => factors switch
    {
        { Totp: null, Skey: null } => "there is no factor to take over",
        { Totp: { Key.IsWeak: true } } when !consent.HasFlag(ImportConsent.Weak) =>
            $"the key has {factors.Totp.Key.Bits} bits, fewer than the 128 of RFC 4226; enrol again, or import with --weak",
        { Totp: { } totp } when own.Totp?.Key.Equals(totp.Key) == true => "already has this app",
        { Totp: not null } when own.Totp is not null && !consent.HasFlag(ImportConsent.Replace) =>
            "already has an authenticator app; --replace imports the one in the file instead",
        { Skey: not null } when own.Skey is not null && !consent.HasFlag(ImportConsent.Replace) =>
            "already has an skey sheet; --replace imports the one in the file instead",
        _ => null,
    };

    private static PersonChange Add(Person person, ImportedFactors factors, ImportConsent consent, string actor, DateTimeOffset now)
    {
        PersonChange change = new PersonChange.Done(person, []);
        if (factors.Totp is { } totp)
        {
            var codes = person.Enrolments.RecoveryCodes.Left.IsEmpty || consent.HasFlag(ImportConsent.Replace) ? factors.Codes : RecoveryCodes.None;
            change = Enrolling.ImportTotp(person, CountingFrom(totp, now), codes, actor, Origin(totp.Key, factors.Origin));
        }

        if (factors.Skey is not { } sheet || change is not PersonChange.Done before)
            return change;

        var issued = Enrolling.IssueSkey(before.Next, sheet, actor);
        return issued is PersonChange.Done done ? done with { Events = before.Events.AddRange(done.Events) } : issued;
    }

    private static string Origin(TotpKey key, string origin) =>
        key.IsWeak ? $"imported from {origin}; a weak key of {key.Bits} bits" : $"imported from {origin}";
}
