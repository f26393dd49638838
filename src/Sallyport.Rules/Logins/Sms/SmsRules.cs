using System.Collections.Immutable;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins.Sms;

/// <summary>
/// Passcodes by message: the login that asks for them is told that they were sent, the next one brings one. A name that has no phone is
/// told the same where nothing may be told apart; then nothing is sent, and no code would be right.
/// </summary>
public static class SmsRules
{
    /// <summary>Issues passcodes in place of the earlier ones, or says why not. What is refused here is no guess and counts as none.</summary>
    public static LoginDecision Send(Person person, LoginAttempt attempt, SmsRequest request, LoginPolicy policy, DateTimeOffset now)
    {
        var begun = LoginRules.Begin(person, attempt, policy, now);
        if (begun is not LoginDecision.Ask { Prompt: var prompt })
            return begun;

        if (!request.Choice.IsIn(prompt.Menu) || request.Choice.Way != FactorKind.Sms)
            return PushRules.NotOffered(person, prompt.Menu);

        var passcodes = person.Enrolments.Devices.Passcodes;
        if (passcodes.SentLately(now) >= policy.Sms.PerHour)
            return new LoginDecision.Refuse(
                person, ImmutableArray<AuditEvent>.Empty, LoginRefusal.MessageLimit, RefusalText.Of(LoginRefusal.MessageLimit));

        var device = person.Standing == PersonStanding.Registered ? person.Enrolments.Devices.All.FirstOrDefault(request.Choice.Fits) : null;
        // During a lockout each message bears one try, so it carries one passcode.
        var isLockedOut = person.Budget.LockedUntil(attempt.Network, policy.Budgets, now) is not null;
        var codes = device is null ? [] : isLockedOut ? request.Codes[..Math.Min(1, request.Codes.Length)] : request.Codes;
        var next = person with
        {
            Enrolments = person.Enrolments with
            {
                Devices = person.Enrolments.Devices with { Passcodes = passcodes.Replace(codes, attempt.Network, now + policy.Sms.Life, now) },
            },
        };
        var detail = device is null ? "to nobody's device" : $"{codes.Length} to sms{device.Number}: {device.Name}";
        return new LoginDecision.Sent(next, [LoginRules.Event(AuditKind.PasscodesMessaged, attempt, detail)], device, prompt, "New SMS passcodes sent.");
    }
}
