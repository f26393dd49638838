using System.Collections.Immutable;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins.Push;

/// <summary>What a device, or a key pressed in a call, makes of a push. An approval opens nothing by itself: the login that asked collects it.</summary>
public static class PushAnswers
{
    private const string NotItsDevice = "not a device of this person";

    /// <summary>A signed answer. Who did not sign learns nothing of the push, not even whether there is one.</summary>
    public static PushAnswered Answer(Person person, PushAnswer answer, LoginPolicy policy, DateTimeOffset now)
    {
        if (person.Enrolments.Devices.Find(answer.Device) is not { Key: { } key } device)
            return Refused(person, NotItsDevice, PushResult.Forged);
        var text = PushAnswer.SignedText(person.Name, answer.Push, answer.Device, answer.Reply, answer.Number);
        if (!key.HasSigned(text, answer.Signature.AsSpan()))
            return Refused(person, "wrong signature", PushResult.Forged);
        if (person.Enrolments.Devices.Push is not { Factor: FactorKind.Push } push || push.Id != answer.Push)
            return Refused(person, "no such push", PushResult.TooLate);
        if (!push.Devices.Contains(device.Id))
            return Refused(person, "sent to another device", PushResult.TooLate);

        return Decide(person, push, device, answer.Reply, answer.Number, policy, now);
    }

    /// <summary>A key pressed in a call, on the word of the provider whose signature was checked.</summary>
    public static PushAnswered AnswerCall(Person person, PushId id, PushReply reply, string number, LoginPolicy policy, DateTimeOffset now)
    {
        if (person.Enrolments.Devices.Push is not { Factor: FactorKind.Phone } push || push.Id != id)
            return Refused(person, "no such call", PushResult.TooLate);
        if (push.Devices.Select(person.Enrolments.Devices.Find).FirstOrDefault(d => d is not null) is not { } device)
            return Refused(person, NotItsDevice, PushResult.TooLate);

        return Decide(person, push, device, reply, number, policy, now);
    }

    /// <summary>
    /// A call ended, on the word of the provider whose signature was checked. Nothing is counted. Before the password the login goes on waiting,
    /// as that of a name without a phone does.
    /// </summary>
    /// <param name="person">Whose login it was.</param>
    /// <param name="id">What waited for the call.</param>
    /// <param name="verdict">How it ended: one of the four of calls.</param>
    /// <param name="now">The authority's time.</param>
    public static PushAnswered EndCall(Person person, PushId id, PushVerdict verdict, DateTimeOffset now)
    {
        if (person.Enrolments.Devices.Push is not { Factor: FactorKind.Phone, Verdict: PushVerdict.Waiting } push || push.Id != id || now >= push.Expires)
            return new PushAnswered(person, [], PushResult.TooLate, null);

        var ended = Event(AuditKind.PushExpired, person, push, $"{push.Id} {Words(verdict)}");
        return push.MayEndEarly
            ? new PushAnswered(With(person, push with { Verdict = verdict }), [ended], PushResult.CallEnded, push)
            : new PushAnswered(person, [ended], PushResult.CallEnded, null);
    }

    private static string Words(PushVerdict verdict) => verdict switch
    {
        PushVerdict.CallBusy => "the phone was busy",
        PushVerdict.CallUnanswered => "nobody answered",
        PushVerdict.CallNotConnected => "not connected",
        PushVerdict.CallWithoutKey => "no key was pressed",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    private static PushAnswered Decide(
        Person person, PendingPush push, Device device, PushReply reply, string number, LoginPolicy policy, DateTimeOffset now)
    {
        if (push.Verdict != PushVerdict.Waiting)
            return Refused(person, "answered already", PushResult.TooLate);
        if (now >= push.Expires)
            return Refused(person, "expired", PushResult.TooLate);
        if (person.Standing != PersonStanding.Registered)
            return Refused(person, "locked", PushResult.TooLate);

        return reply switch
        {
            PushReply.Approve when push.Number is null || push.Number.Is(number) => Approved(person, push, device),
            PushReply.Approve => WrongNumber(person, push, device, policy, now),
            PushReply.Deny => Denied(person, push with { Verdict = PushVerdict.Denied, AnsweredBy = device.Id }, device.Name, PushResult.Denied, policy, now),
            PushReply.NotMe => NotMe(person, push, device, policy, now),
            _ => throw new ArgumentOutOfRangeException(nameof(reply)),
        };
    }

    private static PushAnswered Approved(Person person, PendingPush push, Device device)
    {
        var approved = push with { Verdict = PushVerdict.Approved, AnsweredBy = device.Id };
        return new PushAnswered(With(person, approved), [Event(AuditKind.PushApproved, person, push, $"{push.Id} on {device.Name}")], PushResult.Approved, approved);
    }

    private static PushAnswered WrongNumber(Person person, PendingPush push, Device device, LoginPolicy policy, DateTimeOffset now)
    {
        var counted = push with { WrongNumbers = push.WrongNumbers + 1 };
        if (counted.WrongNumbers >= PendingPush.MostWrongNumbers)
        {
            var denied = counted with { Verdict = PushVerdict.WrongNumbers, AnsweredBy = device.Id };
            return Denied(person, denied, $"{device.Name}: {counted.WrongNumbers} wrong numbers", PushResult.WrongNumberTooOften, policy, now);
        }

        var detail = $"wrong number {counted.WrongNumbers} of {PendingPush.MostWrongNumbers}";
        return new PushAnswered(With(person, counted), [Event(AuditKind.PushAnswerRefused, person, push, detail)], PushResult.WrongNumber, counted);
    }

    /// <summary>A denied push counts like a wrong code.</summary>
    private static PushAnswered Denied(
        Person person, PendingPush denied, string detail, PushResult result, LoginPolicy policy, DateTimeOffset now)
    {
        var after = person.Budget.Fail(denied.Network, policy.Budgets, now);
        var events = ImmutableArray.CreateBuilder<AuditEvent>();
        events.Add(Event(AuditKind.PushDenied, person, denied, $"{denied.Id} on {detail}"));
        if (after.SourceLocked)
            events.Add(Event(AuditKind.SourceClosed, person, denied, denied.Network.ToString()));
        if (after.UnknownNetworksLocked)
            events.Add(Event(AuditKind.StrangersClosed, person, denied, null));
        // Wrong codes leave the devices to the person; whoever is denied too often is denied those as well.
        var budget = after.SourceLocked ? after.Budget.Close(denied.Network, policy.Budgets, now) : after.Budget;
        return new PushAnswered(With(person with { Budget = budget }, denied), events.ToImmutable(), result, denied);
    }

    private static PushAnswered NotMe(Person person, PendingPush push, Device device, LoginPolicy policy, DateTimeOffset now)
    {
        var denied = push with { Verdict = PushVerdict.NotMe, AnsweredBy = device.Id };
        return new PushAnswered(
            With(person with { Budget = person.Budget.Close(push.Network, policy.Budgets, now), DayKeys = person.DayKeys.Ended() }, denied),
            [
                Event(AuditKind.PushNotMe, person, push, $"{push.Id} on {device.Name}{(Enrolling.EndingKeys(person) is { } ending ? "; " + ending : "")}"),
                Event(AuditKind.SourceClosed, person, push, push.Network.ToString()),
            ],
            PushResult.SourceClosed,
            denied);
    }

    private static PushAnswered Refused(Person person, string detail, PushResult result)
    {
        var push = person.Enrolments.Devices.Push;
        return new PushAnswered(
            person, [new AuditEvent(AuditKind.PushAnswerRefused, person.Name, push?.Source, push?.Host, Detail: detail)], result, null);
    }

    private static Person With(Person person, PendingPush push) =>
        person with { Enrolments = person.Enrolments with { Devices = person.Enrolments.Devices with { Push = push } } };

    private static AuditEvent Event(AuditKind kind, Person person, PendingPush push, string? detail) =>
        new(kind, person.Name, push.Source, push.Host, Detail: detail);
}
