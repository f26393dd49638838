using System.Collections.Immutable;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins;

/// <summary>
/// A login, decided: functions of the person's state, the input and the time. The numbers of the steps are those of ARCHITECTURE.md.
/// </summary>
public static class LoginRules
{
    /// <summary>A login begins: it goes on from a trusted network, is refused where nothing is taken, or is asked for a code.</summary>
    public static LoginDecision Begin(Person person, LoginAttempt attempt, LoginPolicy policy, DateTimeOffset now) =>
        Begin(person, attempt, 0, policy, now);

    /// <summary>The same on a connection that has sent answers before: when its tries are used up it is not asked again.</summary>
    /// <param name="person">The person as stored.</param>
    /// <param name="attempt">The login.</param>
    /// <param name="earlierTries">How many answers this connection has sent before, whatever became of them.</param>
    /// <param name="policy">What the site has decided.</param>
    /// <param name="now">The authority's time.</param>
    public static LoginDecision Begin(Person person, LoginAttempt attempt, int earlierTries, LoginPolicy policy, DateTimeOffset now)
    {
        // 1. Trusted networks.
        if (person.Standing != PersonStanding.Locked && policy.Trusted.Find(attempt.Source) is { } trusted)
        {
            var audited = Event(AuditKind.LoginTrustedNetwork, attempt, trusted.ToString());
            return new LoginDecision.Allow(person, [audited], new Approval(ApprovalGround.TrustedNetwork, ImmutableArray<string>.Empty));
        }

        // 2. Budgets. A lockout takes what nobody guesses; a network that the person disowned gets nothing.
        if (person.Budget.DisownedUntil(attempt.Network, now) is { } disowned)
            return LockedOut(person, ImmutableArray<AuditEvent>.Empty, policy, disowned, now);
        var isLockedOut = person.Budget.LockedUntil(attempt.Network, policy.Budgets, now) is not null;

        // 3. The prompt; in a roll-out, none for who has no factor yet.
        if (!isLockedOut && policy.Enforcement is Enforcement.NotYet notYet && person.Standing != PersonStanding.Locked && !Readiness.HasFactor(person.Enrolments, now))
            return NotEnforced(person, attempt, notYet);

        return earlierTries < policy.TriesPerConnection
            ? new LoginDecision.Ask(person, ImmutableArray<AuditEvent>.Empty, PromptFor(person, attempt, policy, now))
            : WrongCode(person, ImmutableArray<AuditEvent>.Empty);
    }

    /// <summary>An answer arrives. Begin's first steps are taken again: the state may have changed since.</summary>
    /// <param name="person">The person as stored.</param>
    /// <param name="attempt">The login.</param>
    /// <param name="earlierTries">How many answers this connection has had before, 0 for the first.</param>
    /// <param name="answer">What was typed.</param>
    /// <param name="policy">What the site has decided.</param>
    /// <param name="now">The authority's time.</param>
    public static LoginDecision Answer(
        Person person, LoginAttempt attempt, int earlierTries, string answer, LoginPolicy policy, DateTimeOffset now)
    {
        var begun = Begin(person, attempt, policy, now);
        if (begun is not LoginDecision.Ask)
            return begun;

        // 4. The code. Names without a factor do the same work on a decoy.
        if (person.Budget.LockedUntil(attempt.Network, policy.Budgets, now) is { } until)
            return DuringLockout(person, attempt, earlierTries, answer, policy, until, now);
        if (WrongAnswers.IsRepeated(person, attempt, answer, policy, now) is { } before)
        {
            return Verification.OfBypass(person.Enrolments, answer, now) is { } bypass && person.Standing == PersonStanding.Registered
                ? Approve(person, attempt, bypass, answer, policy, now)
                : NextTry(person, [Event(AuditKind.AnswerRepeated, attempt, before.Was == JudgedAs.Right ? WrongAnswers.RightBefore : WrongAnswers.WrongBefore)], attempt, earlierTries, policy, now);
        }

        var verified = Verification.Of(person, answer, policy, now);
        return verified is not null && person.Standing == PersonStanding.Registered
            ? Approve(person, attempt, verified, answer, policy, now)
            : Wrong(person, attempt, earlierTries, verified, answer, policy, now);
    }

    /// <summary>5. What was given is used up, counted as a success and turned into an approval.</summary>
    internal static LoginDecision Approve(
        Person person, LoginAttempt attempt, VerifiedFactor verified, LoginPolicy policy, DateTimeOffset now)
    {
        var next = person with
        {
            Enrolments = verified.Rest,
            Budget = person.Budget.Succeed(attempt.Network, policy.Budgets, now),
            History = new LoginHistory(new LastLogin(now, attempt.Source, verified.Factor), ImmutableArray<FailedTries>.Empty)
            {
                // Whoever has the code may be somebody else: the person is told at a login by another factor.
                HelpdeskCodeAt = verified.Factor == FactorKind.BypassCode ? person.History.HelpdeskCodeAt : null,
            },
        };
        var kind = verified.Factor switch
        {
            FactorKind.BypassCode => AuditKind.LoginBypassCode,
            FactorKind.RecoveryCode => AuditKind.LoginRecoveryCode,
            _ => AuditKind.LoginAllowed,
        };
        return new LoginDecision.Allow(
            next, [Event(kind, attempt, verified.Factor.ToString())], new Approval(verified.Factor, Notices(person, next, verified.Factor, policy, now)));
    }

    private static LoginDecision Approve(
        Person person, LoginAttempt attempt, VerifiedFactor verified, string answer, LoginPolicy policy, DateTimeOffset now)
    {
        var approved = (LoginDecision.Allow)Approve(person, attempt, verified, policy, now);
        return new LoginDecision.Allow(WrongAnswers.Remember(approved.Next, attempt, answer, JudgedAs.Right, policy, now), approved.Events, approved.Approval);
    }

    /// <summary>6. A wrong code is counted; the connection gets another prompt while it has tries and the budget is open.</summary>
    private static LoginDecision Wrong(
        Person person, LoginAttempt attempt, int earlierTries, VerifiedFactor? verified, string answer, LoginPolicy policy, DateTimeOffset now)
    {
        // An empty line is nobody's guess: it costs a try of this connection, and the gate hears of it once.
        if (answer.Length == 0)
        {
            return earlierTries + 1 < policy.TriesPerConnection
                ? Begin(person, attempt, policy, now)
                : WrongCode(person, [Event(AuditKind.CodeWrong, attempt, WrongAnswers.Empty)]);
        }

        if (WrongAnswers.IsForgiven(person, attempt, answer, policy, now))
            return NextTry(person, [Event(AuditKind.CodeWrong, attempt, WrongAnswers.NoCode)], attempt, earlierTries, policy, now);

        var after = person.Budget.Fail(attempt.Network, policy.Budgets, now);
        var next = WrongAnswers.Remember(
            person with { Budget = after.Budget, History = person.History.Failed(attempt.Network) }, attempt, answer, JudgedAs.Wrong, policy, now);
        var events = ImmutableArray.CreateBuilder<AuditEvent>();
        events.Add(Event(
            verified is not null ? AuditKind.LoginLocked : AuditKind.CodeWrong,
            attempt,
            WrongAnswers.Describe(person, attempt, answer, PromptFor(person, attempt, policy, now).Expected, policy, now)));
        if (after.SourceLocked)
            events.Add(Event(AuditKind.SourceClosed, attempt, attempt.Network.ToString()));
        if (after.UnknownNetworksLocked)
            events.Add(Event(AuditKind.StrangersClosed, attempt, null));

        return after.Budget.LockedUntil(attempt.Network, policy.Budgets, now) is { } until
            ? LockedOut(next, events.ToImmutable(), policy, until, now)
            : NextTry(next, events.ToImmutable(), attempt, earlierTries, policy, now);
    }

    /// <summary>What can be guessed is refused without a look; what cannot be is looked at, and costs a try of the connection when it is wrong.</summary>
    private static LoginDecision DuringLockout(
        Person person, LoginAttempt attempt, int earlierTries, string answer, LoginPolicy policy, DateTimeOffset until, DateTimeOffset now)
    {
        var shape = AnswerShapes.Of(answer);
        var verified = Verification.DuringLockout(person, attempt.Network, answer, shape, policy, now);
        if (verified is not null && person.Standing == PersonStanding.Registered)
            return Approve(person, attempt, verified, answer, policy, now);
        if (shape is AnswerShape.NoCode or AnswerShape.Guessable)
            return LockedOut(person, ImmutableArray<AuditEvent>.Empty, policy, until, now);

        var wrong = Event(verified is not null ? AuditKind.LoginLocked : AuditKind.CodeWrong, attempt, "during a lockout");
        var next = shape == AnswerShape.MessagePasscode ? WithoutPasscodes(person, attempt.Network) : person;
        return NextTry(next, [wrong], attempt, earlierTries, policy, now);
    }

    /// <summary>During a lockout a passcode by message has one try: seven digits would not bear more of them.</summary>
    private static Person WithoutPasscodes(Person person, SourceNetwork network)
    {
        var devices = person.Enrolments.Devices;
        return devices.Passcodes.Left.IsEmpty || devices.Passcodes.Network != network
            ? person
            : person with { Enrolments = person.Enrolments with { Devices = devices with { Passcodes = devices.Passcodes with { Left = [] } } } };
    }

    private static LoginDecision NextTry(
        Person next, ImmutableArray<AuditEvent> events, LoginAttempt attempt, int earlierTries, LoginPolicy policy, DateTimeOffset now) =>
        earlierTries + 1 < policy.TriesPerConnection
            ? new LoginDecision.Ask(next, events, PromptFor(next, attempt, policy, now).AfterWrongCode())
            : WrongCode(next, events);

    private static Prompt PromptFor(Person person, LoginAttempt attempt, LoginPolicy policy, DateTimeOffset now) =>
        person.Budget.LockedUntil(attempt.Network, policy.Budgets, now) is { } until
            ? Prompting.DuringLockout(person, attempt, policy, until, now)
            : Prompting.Of(person, attempt, policy, now);

    internal static LoginDecision LockedOut(Person next, ImmutableArray<AuditEvent> events, LoginPolicy policy, DateTimeOffset until, DateTimeOffset now) =>
        new LoginDecision.Refuse(next, events, LoginRefusal.Closed, Prompting.LockoutText(policy, until, now) + ".");

    private static LoginDecision WrongCode(Person next, ImmutableArray<AuditEvent> events) =>
        new LoginDecision.Refuse(next, events, LoginRefusal.WrongCode, RefusalText.Of(LoginRefusal.WrongCode));

    private static ImmutableArray<string> Notices(Person before, Person next, FactorKind factor, LoginPolicy policy, DateTimeOffset now)
    {
        var notices = ImmutableArray.CreateBuilder<string>();
        if (before.History.Notice is { } failed)
            notices.Add(failed);
        if (before.History.HelpdeskNotice is { } issued)
            notices.Add(issued);
        if (factor == FactorKind.Skey && next.Enrolments.Skey is { } skey && skey.Line < policy.SkeyLinesWorthTelling)
            notices.Add($"Your skey sheet has {skey.Line} lines left; ask for a new one.");
        if (factor == FactorKind.Totp && next.Enrolments.Totp?.ClockNotice is { } clock)
            notices.Add(clock);
        notices.AddRange(next.DayKeys.Notices(policy.TimeZone, now));
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
