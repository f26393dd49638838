using System.Collections.Immutable;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins.Push;

/// <summary>
/// A login that is confirmed on a device: asked for, answered (<see cref="PushAnswers"/>), collected once. Names without a device are
/// asked as a decoy where nothing may be told apart: their push is nobody's, is never approved, and counts and waits like any other.
/// </summary>
public static class PushRules
{
    /// <summary>How long after its end an approval may still be collected: the person comes back from the device and presses Enter.</summary>
    public static readonly TimeSpan CollectWithin = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly DeviceId Nobody = DeviceId.New(new byte[DeviceId.RandomBytes]);

    /// <summary>Sends a push or a call, or says why not. What is refused here is no guess: it costs a try of the connection and nothing else.</summary>
    public static LoginDecision Ask(Person person, LoginAttempt attempt, PushRequest request, LoginPolicy policy, DateTimeOffset now)
    {
        var begun = LoginRules.Begin(person, attempt, policy, now);
        if (begun is not LoginDecision.Ask { Prompt.Menu: var menu })
            return begun;

        if (!request.Choice.IsIn(menu) || request.Choice.Way == FactorKind.Sms)
            return NotOffered(person, menu);
        // During a lockout only a push counts that shows its number: a bare yes may be given without a look.
        var isLockedOut = person.Budget.LockedUntil(attempt.Network, policy.Budgets, now) is not null;
        if (request.Display == NumberDisplay.NotShown && (isLockedOut || policy.Push.WithoutNumber == PushWithoutNumber.Never))
            return Refuse(person, LoginRefusal.NumberNotShown, RefusalText.Of(LoginRefusal.NumberNotShown));

        var devices = person.Enrolments.Devices;
        ImmutableArray<DateTimeOffset> lately = [.. devices.Sent.Where(at => now - at < Hour)];
        if (lately.Length >= policy.Push.PerHour)
            return Refuse(person, LoginRefusal.PushLimit, RefusalText.Of(LoginRefusal.PushLimit));
        if (devices.Push is { } earlier && Holds(earlier, now) && earlier.Network != attempt.Network)
            return Refuse(person, LoginRefusal.PushWaits, RefusalText.Of(LoginRefusal.PushWaits));

        return Send(person, attempt, request, policy, lately.Add(now), now);
    }

    /// <summary>Looks whether the push was answered. An approval opens this login, and is used up by it.</summary>
    public static LoginDecision Collect(Person person, LoginAttempt attempt, PushId id, LoginPolicy policy, DateTimeOffset now)
    {
        if (person.Enrolments.Devices.Push is not { } push || push.Id != id || push.Host != attempt.Host || push.Network != attempt.Network)
            return Refuse(person, LoginRefusal.PushGone, RefusalText.Of(LoginRefusal.PushGone));
        if (push.IsOpen(now))
            return Waiting(person, ImmutableArray<AuditEvent>.Empty, push, []);

        var rest = person.Enrolments with { Devices = person.Enrolments.Devices with { Push = null } };
        var without = person with { Enrolments = rest };
        if (push.Verdict == PushVerdict.Waiting || now >= push.Expires + CollectWithin)
            return Refuse(without, LoginRefusal.PushExpired, RefusalText.Of(LoginRefusal.PushExpired), LoginRules.Event(AuditKind.PushExpired, attempt, push.Id.ToString()));
        if (TextOfCall(push.Verdict) is { } text)
            return Refuse(without, LoginRefusal.PushExpired, text);
        if (push.Verdict != PushVerdict.Approved)
            return Refuse(without, LoginRefusal.PushDenied, RefusalText.Of(LoginRefusal.PushDenied));

        // The first steps are taken again: the state may have changed since.
        var begun = LoginRules.Begin(without, attempt, policy, now);
        if (begun is not LoginDecision.Ask)
            return begun;
        if (push.Number is null && person.Budget.LockedUntil(attempt.Network, policy.Budgets, now) is { } until)
            return LoginRules.LockedOut(without, ImmutableArray<AuditEvent>.Empty, policy, until, now);
        return person.Standing == PersonStanding.Registered
            ? LoginRules.Approve(person, attempt, new VerifiedFactor(push.Factor, rest), policy, now)
            : Refuse(without, LoginRefusal.PushExpired, RefusalText.Of(LoginRefusal.PushExpired), LoginRules.Event(AuditKind.LoginLocked, attempt, push.Factor.ToString()));
    }

    /// <summary>What was chosen is not in the menu.</summary>
    internal static LoginDecision.Refuse NotOffered(Person person, ImmutableArray<MenuLine> menu) => Refuse(
        person,
        LoginRefusal.NoDevice,
        menu.IsEmpty ? RefusalText.Of(LoginRefusal.NoDevice) : RefusalText.NoSuchDevice);

    /// <summary>Why a call ended without an answer; null for every other end.</summary>
    private static string? TextOfCall(PushVerdict verdict) => verdict switch
    {
        PushVerdict.CallBusy => "The phone was busy. Connect again to retry, or enter a code.",
        PushVerdict.CallUnanswered => "Nobody answered the call. Connect again to retry, or enter a code.",
        PushVerdict.CallNotConnected => "The call could not be put through. Connect again to retry, or enter a code.",
        PushVerdict.CallWithoutKey => "The call ended and no key was pressed. Connect again to retry, or enter a code.",
        _ => null,
    };

    /// <summary>What the login says while it waits, with the number that only the login may show.</summary>
    internal static string TextOf(PendingPush push, string device) => (push.Factor, push.Number) switch
    {
        (FactorKind.Phone, { } number) => $"Calling {device}: enter {number.Reveal()} there when asked.",
        (FactorKind.Phone, null) => $"Calling {device}: press the key that you hear there.",
        (_, { } number) => $"Pushed a login request to {device}: enter {number.Reveal()} there.",
        (_, null) => $"Pushed a login request to {device}: approve it there.",
    };

    private static LoginDecision.Wait Send(
        Person person, LoginAttempt attempt, PushRequest request, LoginPolicy policy, ImmutableArray<DateTimeOffset> sent, DateTimeOffset now)
    {
        // Nobody may answer for a name that is locked or nobody's: the push runs out.
        var device = person.Standing == PersonStanding.Registered ? person.Enrolments.Devices.All.FirstOrDefault(request.Choice.Fits) : null;
        var push = new PendingPush(
            request.Id,
            request.Choice.Way,
            [device?.Id ?? Nobody],
            attempt.Host,
            attempt.Source,
            attempt.Command is { Length: > PendingPush.MostCommand } command ? command[..PendingPush.MostCommand] : attempt.Command,
            now,
            now + policy.Push.Life,
            request.Display == NumberDisplay.Shown ? request.Number : null,
            0,
            PushVerdict.Waiting,
            null)
        {
            Told = attempt.Told,
            MayEndEarly = attempt.Order == LoginOrder.CodeLast,
        };
        var next = person with
        {
            Enrolments = person.Enrolments with { Devices = person.Enrolments.Devices with { Push = push, Sent = sent } },
        };
        var audited = LoginRules.Event(AuditKind.PushSent, attempt, $"{push.Id} {(device is null ? "to nobody's device" : $"to {request.Choice.Way.ToString().ToLowerInvariant()}{device.Number}: {device.Name}")}");
        ImmutableArray<AuditEvent> events = sent.Length >= policy.Push.PerHour
            ? [audited, LoginRules.Event(AuditKind.PushLimited, attempt, $"{sent.Length} in an hour")]
            : [audited];
        return Waiting(next, events, push, device is null ? [] : [device], attempt.Order == LoginOrder.CodeLast ? device?.Name : null);
    }

    /// <summary>Whether a push still belongs to a login that waits for it.</summary>
    private static bool Holds(PendingPush push, DateTimeOffset now) =>
        push.IsOpen(now) || (push.Verdict == PushVerdict.Approved && now < push.Expires + CollectWithin);

    private static LoginDecision.Wait Waiting(
        Person next, ImmutableArray<AuditEvent> events, PendingPush push, ImmutableArray<Device> recipients, string? device = null) =>
        new(next, events, push, recipients, TextOf(push, device ?? "your device"));

    private static LoginDecision.Refuse Refuse(Person next, LoginRefusal refusal, string text, params ImmutableArray<AuditEvent> events) => new(next, events, refusal, text);
}
