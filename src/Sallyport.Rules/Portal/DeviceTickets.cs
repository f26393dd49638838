using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Portal;

/// <summary>
/// How a phone on which nobody is signed in becomes a device: where its person is signed in, a ticket is handed out; the phone brings it, with a key of
/// its own, and it is used up.
/// </summary>
public static class DeviceTickets
{
    private const string Spent = "this code has already been used or is too old; create a new one under Devices";

    /// <summary>A new ticket replaces the one before.</summary>
    public static PersonChange Issue(Person person, PasscodeHash code, PortalPolicy policy, string actor, DateTimeOffset now) =>
        person.Standing == PersonStanding.Registered
            ? new PersonChange.Done(
                person with { Portal = person.Portal with { DeviceTicket = new SignInLink(code, now + policy.LinkLife) } },
                [new AuditEvent(AuditKind.DeviceTicketIssued, person.Name, Actor: actor)])
            : new PersonChange.Refused("this account may not enrol devices; ask your administrator");

    /// <summary>Enrols the device that brings the ticket. A refused device uses nothing up: another name may be tried.</summary>
    /// <param name="person">Whom the ticket names.</param>
    /// <param name="code">The ticket's secret.</param>
    /// <param name="device">The device; that it holds its key was shown before.</param>
    /// <param name="now">The authority's time.</param>
    public static PersonChange Use(Person person, string code, Device device, DateTimeOffset now)
    {
        if (person.Standing != PersonStanding.Registered || person.Portal.DeviceTicket is not { } ticket || !ticket.Matches(code, now))
            return new PersonChange.Refused(Spent);

        var change = Enrolling.AddDevice(person, device, person.Name);
        return change is PersonChange.Done done ? done with { Next = done.Next with { Portal = done.Next.Portal with { DeviceTicket = null } } } : change;
    }
}
