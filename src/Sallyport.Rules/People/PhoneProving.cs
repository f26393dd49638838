using System.Collections.Immutable;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;

namespace Sallyport.Rules.People;

/// <summary>
/// A phone number becomes a device when a passcode that was sent to it is typed back. A wrong number would send passcodes to a stranger, and a
/// stranger's phone must not be flooded, so there are few messages and few tries.
/// </summary>
public static class PhoneProving
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    /// <summary>There is nothing to prove.</summary>
    public static readonly PersonChange.Refused NothingWaits = new("no phone number is waiting for a passcode; add the number first");

    /// <summary>Enters a number. It replaces one that still waits, with the passcode that was sent there.</summary>
    /// <param name="person">The owner.</param>
    /// <param name="name">What the owner calls the phone.</param>
    /// <param name="number">The number.</param>
    /// <param name="code">A fresh passcode, which is sent to the number once this is stored.</param>
    /// <param name="actor">The owner or an administrator.</param>
    /// <param name="now">The authority's time.</param>
    public static PersonChange Start(Person person, string name, PhoneNumber number, PasscodeHash code, string actor, DateTimeOffset now) =>
        Enrolling.UnfitPhone(person, name, number) ?? Send(person, name, number, code, actor, now);

    /// <summary>Another passcode for the number that waits; the one before does not count any more.</summary>
    public static PersonChange Resend(Person person, PhoneNumber number, PasscodeHash code, string actor, DateTimeOffset now) =>
        person.Enrolments.Devices.PendingPhone is { } waiting && waiting.Number == number ? Send(person, waiting.Name, number, code, actor, now) : NothingWaits;

    /// <summary>The passcode was typed. The right one makes the number a device; a wrong one is counted.</summary>
    public static PersonChange Prove(Person person, string answer, DeviceId id, string actor, DateTimeOffset now)
    {
        if (person.Enrolments.Devices.PendingPhone is not { } waiting)
            return NothingWaits;
        if (person.Standing != PersonStanding.Registered)
            return new PersonChange.Refused($"{person.Name} is locked; an administrator unlocks a user with: sallyport user unlock {person.Name}");
        if (waiting.Code is null || now >= waiting.Expires)
            return new PersonChange.Refused("that passcode does not count any more; have a new one sent");
        if (waiting.Matches(answer, now))
            return Enrolling.AddPhone(person, Device.Phone(id, waiting.Name, waiting.Number, now), PhoneProof.Passcode, actor);

        var left = waiting.WithoutTry();
        return new PersonChange.Refused(left.Code is null ? "that passcode is wrong; have a new one sent" : "that passcode is wrong; look at the message again")
        {
            Counted = new PersonChange.Done(
                With(person, person.Enrolments.Devices with { PendingPhone = left }),
                [new AuditEvent(AuditKind.PhonePasscodeWrong, person.Name, Actor: actor, Detail: $"{waiting.Number.Masked}, {left.TriesLeft} tries left")]),
        };
    }

    /// <summary>The number is forgotten. What was sent to it still counts against the limit.</summary>
    public static PersonChange Cancel(Person person, string actor) => person.Enrolments.Devices.PendingPhone is { } waiting
        ? new PersonChange.Done(
            With(person, person.Enrolments.Devices with { PendingPhone = null }),
            [new AuditEvent(AuditKind.DeviceRemoved, person.Name, Actor: actor, Detail: $"phone: {waiting.Name}, {waiting.Number.Masked}, not proved")])
        : NothingWaits;

    private static PersonChange Send(Person person, string name, PhoneNumber number, PasscodeHash code, string actor, DateTimeOffset now)
    {
        if (person.Standing != PersonStanding.Registered)
            return new PersonChange.Refused($"{person.Name} is locked; an administrator unlocks a user with: sallyport user unlock {person.Name}");

        // A clock that was set back frees nothing.
        ImmutableArray<DateTimeOffset> lately = [.. person.Enrolments.Devices.ProofsSent.Where(at => now - at < Day)];
        if (lately.Any(at => now - at < PendingPhone.Pause))
            return new PersonChange.Refused("a passcode was sent less than a minute ago; wait for it");
        if (lately.Length >= PendingPhone.MostADay)
            return new PersonChange.Refused($"{PendingPhone.MostADay} passcodes were sent in a day; try again tomorrow, or ask an administrator");

        var waiting = new PendingPhone(name, number, code, now + PendingPhone.Life, PendingPhone.MostTries);
        return new PersonChange.Done(
            With(person, person.Enrolments.Devices with { PendingPhone = waiting, ProofsSent = lately.Add(now) }),
            [new AuditEvent(AuditKind.PhonePasscodeSent, person.Name, Actor: actor, Detail: $"{name}, {number.Masked}")]);
    }

    private static Person With(Person person, DeviceSet devices) => person with { Enrolments = person.Enrolments with { Devices = devices } };
}

/// <summary>How a phone number was proved to be its owner's.</summary>
public enum PhoneProof
{
    /// <summary>A passcode that was sent to it came back.</summary>
    Passcode = 1,
    /// <summary>An administrator says so.</summary>
    Administrator = 2,
}
