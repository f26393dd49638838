using Sallyport.Authority.Logins;
using Sallyport.Authority.People;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.Logins.Sms;

namespace Sallyport.Authority.Push;

/// <summary>A login that waits for a device.</summary>
/// <param name="Attempt">The login.</param>
/// <param name="Push">What it waits for.</param>
/// <param name="Text">What the person reads, with the number.</param>
internal sealed record PushTicket(LoginAttempt Attempt, PendingPush Push, string Text);

/// <summary>Logins on a device, for the faces: asks, tells the device, waits, collects.</summary>
internal sealed class PushLogins(LoginService logins, PushWaiters waiters, IPushCourier courier, TimeProvider clock)
{
    /// <summary>
    /// A <see cref="LoginDecision.Wait"/> when the device was asked, durably, a <see cref="LoginDecision.Sent"/> when passcodes went to it;
    /// else why not. The devices are told when it is on the disk: an answer can only find what is there.
    /// </summary>
    public Task<LoginDecision> AskAsync(LoginAttempt attempt, DeviceChoice choice, NumberDisplay display, CancellationToken cancel) =>
        choice.Way == FactorKind.Sms
            ? SendPasscodesAsync(attempt, choice, cancel)
            : AskDeviceAsync(attempt, new PushRequest(choice, display, Codes.PushId(), Codes.PushNumber()), cancel);

    /// <summary>The same, with a number that the prompt has shown already.</summary>
    public Task<LoginDecision> AskAsync(LoginAttempt attempt, DeviceChoice choice, PushNumber shown, CancellationToken cancel) =>
        AskDeviceAsync(attempt, new PushRequest(choice, NumberDisplay.Shown, Codes.PushId(), shown), cancel);

    /// <summary>A <see cref="LoginDecision.Sent"/> when fresh passcodes are on the disk and on their way; else why not.</summary>
    private async Task<LoginDecision> SendPasscodesAsync(LoginAttempt attempt, DeviceChoice choice, CancellationToken cancel)
    {
        string[] codes = [];
        var decision = await logins.DecideAsync(
            attempt,
            (person, named, policy, now) =>
            {
                codes = [.. Enumerable.Range(0, policy.Sms.Count).Select(_ => Codes.MessagePasscode())];
                return SmsRules.Send(person, named, new SmsRequest(choice, [.. codes.Select(Codes.Hash)]), policy, now);
            },
            cancel);
        if (decision is LoginDecision.Sent { Recipient: { } device })
            courier.SendPasscodes(decision.Next, device, codes);
        return decision;
    }

    private async Task<LoginDecision> AskDeviceAsync(LoginAttempt attempt, PushRequest request, CancellationToken cancel)
    {
        PendingPush? replaced = null;
        var decision = await logins.DecideAsync(
            attempt,
            (person, named, policy, now) =>
            {
                replaced = person.Enrolments.Devices.Push;
                return PushRules.Ask(person, named, request, policy, now);
            },
            cancel);
        if (decision is LoginDecision.Wait wait)
        {
            if (replaced is not null)
                waiters.Wake(replaced.Id);
            courier.Send(wait.Next, wait.Push, wait.Recipients);
        }

        return decision;
    }

    /// <summary>
    /// What became of the push: an approval at most once; a <see cref="LoginDecision.Wait"/> when nothing did within <paramref name="most"/>; null
    /// when this authority stops or too many wait.
    /// </summary>
    public async Task<LoginDecision?> WaitAsync(PushTicket ticket, TimeSpan most, CancellationToken cancel)
    {
        var until = clock.GetUtcNow() + most;
        var name = await logins.NameOfAsync(ticket.Attempt, cancel);
        while (true)
        {
            using var waiter = waiters.Enter(name, ticket.Push, until);
            var decision = await logins.DecideAsync(
                ticket.Attempt, (person, named, policy, now) => PushRules.Collect(person, named, ticket.Push.Id, policy, now), cancel);
            if (decision is not LoginDecision.Wait || clock.GetUtcNow() >= until)
                return decision;
            if (waiter is null)
                return null;
            await waiter.Woken.WaitAsync(cancel);
        }
    }
}
