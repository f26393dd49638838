using System.Collections.Immutable;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins;

/// <summary>
/// A login, decided: functions of the person's state, the input and the time. The numbers of the steps are those of ARCHITECTURE.md.
/// </summary>
public static class LoginRules
{
    /// <summary>A login begins: it goes on from a trusted network, is refused where the budget is used up, or is asked for a code.</summary>
    public static LoginDecision Begin(Person person, LoginAttempt attempt, LoginPolicy policy, DateTimeOffset now)
    {
        // 1. Trusted networks.
        if (person.Standing != PersonStanding.Locked && policy.Trusted.Find(attempt.Source) is { } trusted)
        {
            var audited = Event(AuditKind.LoginTrustedNetwork, attempt, trusted.ToString());
            return new LoginDecision.Allow(person, [audited], new Approval(ApprovalGround.TrustedNetwork, ImmutableArray<string>.Empty));
        }

        // 2. Budgets.
        if (person.Budget.ClosedUntil(attempt.Network, policy.Budgets, now) is { } until)
            return Closed(person, ImmutableArray<AuditEvent>.Empty, policy, until);

        // 3. The prompt; in a roll-out, none for who has no factor yet.
        if (policy.Enforcement is Enforcement.NotYet notYet && person.Standing != PersonStanding.Locked && !Readiness.HasFactor(person.Enrolments, now))
            return NotEnforced(person, attempt, notYet);

        return new LoginDecision.Ask(person, ImmutableArray<AuditEvent>.Empty, PromptFor(person, attempt, policy, now));
    }

    /// <summary>An answer arrives. Begin's first steps are taken again: the state may have changed since.</summary>
    /// <param name="earlierTries">How many answers this connection has had before, 0 for the first.</param>
    public static LoginDecision Answer(
        Person person, LoginAttempt attempt, int earlierTries, string answer, LoginPolicy policy, DateTimeOffset now)
    {
        var begun = Begin(person, attempt, policy, now);
        if (begun is not LoginDecision.Ask)
            return begun;

        // 4. The code. Names without a factor do the same work on a decoy.
        var verified = Verify(person, answer, policy, now);
        return verified is not null && person.Standing == PersonStanding.Registered
            ? Approve(person, attempt, verified, policy, now)
            : Wrong(person, attempt, earlierTries, verified, answer, policy, now);
    }

    /// <summary>5. A right code is used up, counted as a success and turned into an approval.</summary>
    internal static LoginDecision Approve(
        Person person, LoginAttempt attempt, VerifiedFactor verified, LoginPolicy policy, DateTimeOffset now)
    {
        var next = person with
        {
            Enrolments = verified.Rest,
            Budget = person.Budget.Succeed(attempt.Network, policy.Budgets, now),
            History = new LoginHistory(new LastLogin(now, attempt.Source, verified.Factor), ImmutableArray<FailedTries>.Empty),
        };
        var kind = verified.Factor switch
        {
            FactorKind.BypassCode => AuditKind.LoginBypassCode,
            FactorKind.RecoveryCode => AuditKind.LoginRecoveryCode,
            _ => AuditKind.LoginAllowed,
        };
        return new LoginDecision.Allow(
            next, [Event(kind, attempt, verified.Factor.ToString())], new Approval(verified.Factor, Notices(person, next, verified.Factor, policy)));
    }

    /// <summary>6. A wrong code is counted; the connection gets another prompt while it has tries and the budget is open.</summary>
    private static LoginDecision Wrong(
        Person person, LoginAttempt attempt, int earlierTries, VerifiedFactor? verified, string answer, LoginPolicy policy, DateTimeOffset now)
    {
        var tries = earlierTries + 1;
        var prompt = PromptFor(person, attempt, policy, now).AfterWrongCode();
        // An empty line is nobody's guess: it costs a try of this connection and nothing else.
        if (answer.Length == 0)
            return tries < policy.TriesPerConnection
                ? new LoginDecision.Ask(person, ImmutableArray<AuditEvent>.Empty, PromptFor(person, attempt, policy, now))
                : WrongCode(person, ImmutableArray<AuditEvent>.Empty);

        var after = person.Budget.Fail(attempt.Network, policy.Budgets, now);
        var next = person with { Budget = after.Budget, History = person.History.Failed(attempt.Network) };
        var events = ImmutableArray.CreateBuilder<AuditEvent>();
        events.Add(Event(
            verified is not null ? AuditKind.LoginLocked : AuditKind.CodeWrong,
            attempt,
            NoSuchAccount.IsAnswer(answer) ? NoSuchAccount.Detail : prompt.Expected.ToString()));
        if (after.SourceClosed)
            events.Add(Event(AuditKind.SourceClosed, attempt, attempt.Network.ToString()));
        if (after.StrangersClosed)
            events.Add(Event(AuditKind.StrangersClosed, attempt, null));

        if (after.Budget.ClosedUntil(attempt.Network, policy.Budgets, now) is { } until)
            return Closed(next, events.ToImmutable(), policy, until);

        return tries < policy.TriesPerConnection
            ? new LoginDecision.Ask(next, events.ToImmutable(), prompt)
            : WrongCode(next, events.ToImmutable());
    }

    private static VerifiedFactor? Verify(Person person, string answer, LoginPolicy policy, DateTimeOffset now)
    {
        var expected = VerifyExpected(Shown(person, policy, now), answer, now);
        var handedOut = VerifyHandedOut(person.Enrolments, answer, now);
        return Expectation.Exists(person.Enrolments, now) ? expected ?? handedOut : handedOut;
    }

    private static VerifiedFactor? VerifyExpected(Enrolments shown, string answer, DateTimeOffset now) =>
        Expectation.Of(shown, now).Expected switch
        {
            FactorKind.WebOtp when shown.WebOtp.Matches(answer, now) =>
                new VerifiedFactor(FactorKind.WebOtp, shown with { WebOtp = shown.WebOtp.Used() }),
            FactorKind.Totp when shown.Totp!.Use(answer, now) is { } totp =>
                new VerifiedFactor(FactorKind.Totp, shown with { Totp = totp }),
            FactorKind.Skey when shown.Skey!.Try(answer) is { } skey =>
                new VerifiedFactor(FactorKind.Skey, shown with { Skey = skey }),
            _ => null,
        };

    private static VerifiedFactor? VerifyHandedOut(Enrolments own, string answer, DateTimeOffset now)
    {
        var recovery = own.RecoveryCodes.Use(answer);
        var message = own.Devices.Passcodes.Use(answer, now);
        if (own.Bypass is { } bypass && bypass.Matches(answer, now))
            return new VerifiedFactor(FactorKind.BypassCode, own with { Bypass = bypass.Used() });
        if (message is not null)
            return new VerifiedFactor(FactorKind.Sms, own with { Devices = own.Devices with { Passcodes = message } });
        return recovery is null ? null : new VerifiedFactor(FactorKind.RecoveryCode, own with { RecoveryCodes = recovery });
    }

    private static Prompt PromptFor(Person person, LoginAttempt attempt, LoginPolicy policy, DateTimeOffset now)
    {
        var code = Expectation.Of(Shown(person, policy, now), now);
        var menu = Menu.Of(person, attempt, policy, now);
        // Behind the password a decoy's prompt would only puzzle somebody who has devices and no code.
        var hasOnlyDevices = attempt.Order == LoginOrder.CodeLast && !menu.IsEmpty && !Expectation.Exists(person.Enrolments, now);
        return code with { Menu = menu, Text = hasOnlyDevices ? "Passcode: " : code.Text };
    }

    private static Enrolments Shown(Person person, LoginPolicy policy, DateTimeOffset now) =>
        Expectation.Exists(person.Enrolments, now) ? person.Enrolments : policy.Decoy.For(person.Name, now);

    private static LoginDecision Closed(Person next, ImmutableArray<AuditEvent> events, LoginPolicy policy, DateTimeOffset until)
    {
        var local = TimeZoneInfo.ConvertTime(until, policy.TimeZone);
        return new LoginDecision.Refuse(
            next, events, Refusal.Closed, $"Too many wrong codes for this name from your network. Try again after {local:HH:mm}.");
    }

    private static LoginDecision WrongCode(Person next, ImmutableArray<AuditEvent> events) =>
        new LoginDecision.Refuse(next, events, Refusal.WrongCode, "That code is wrong or was used. Connect again for another try.");

    private static ImmutableArray<string> Notices(Person before, Person next, FactorKind factor, LoginPolicy policy)
    {
        var notices = ImmutableArray.CreateBuilder<string>();
        if (before.History.Notice is { } failed)
            notices.Add(failed);
        if (factor == FactorKind.Skey && next.Enrolments.Skey is { } skey && skey.Line < policy.SkeyLinesWorthTelling)
            notices.Add($"Your skey sheet has {skey.Line} lines left; ask for a new one.");
        if (factor == FactorKind.Totp && next.Enrolments.Totp?.ClockNotice is { } clock)
            notices.Add(clock);
        return notices.ToImmutable();
    }

    private static LoginDecision.Allow NotEnforced(Person person, LoginAttempt attempt, Enforcement.NotYet notYet)
    {
        ImmutableArray<string> notices = notYet.Notice is { } notice ? [notice] : [];
        return new LoginDecision.Allow(person, [Event(AuditKind.LoginNotEnforced, attempt, null)], new Approval(ApprovalGround.NotEnforced, notices));
    }

    internal static AuditEvent Event(AuditKind kind, LoginAttempt attempt, string? detail) =>
        new(kind, attempt.User, attempt.Source, attempt.Host, Detail: detail);
}
