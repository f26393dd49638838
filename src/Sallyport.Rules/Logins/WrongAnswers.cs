using Sallyport.Rules.Budgets;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins;

/// <summary>
/// Which wrong answers are no guesses. Only who proved something is forgiven: a network that succeeded lately, or a login behind the right
/// password. From elsewhere every answer counts alike, since sshd hides what was typed for a name without an account: whatever depended on
/// the letters of an answer would tell such names from others.
/// </summary>
internal static class WrongAnswers
{
    public const string Empty = "empty";

    public const string RightBefore = "right before";

    public const string WrongBefore = "wrong before";

    public const string UsedBefore = "used before";

    /// <summary>A code of the app that would count if no other were expected.</summary>
    public const string OfApp = "a code of the app";

    public const string NoCode = "no code of any kind";

    /// <summary>An answer that no factor of anybody could have.</summary>
    public static bool IsForgiven(Person person, LoginAttempt attempt, string answer, LoginPolicy policy, DateTimeOffset now) =>
        IsTrusted(person, attempt, policy, now) && AnswerShapes.Of(answer) == AnswerShape.NoCode && !NoSuchAccount.IsAnswer(answer);

    /// <summary>The answer that was judged last, if this is the same again: a saved password, a code from several terminals at once.</summary>
    public static JudgedAnswer? IsRepeated(Person person, LoginAttempt attempt, string answer, LoginPolicy policy, DateTimeOffset now)
    {
        var mark = policy.Decoy.MarkOf(person.Name, answer);
        return answer.Length > 0 && IsTrusted(person, attempt, policy, now) && person.Budget.LastAnswer(attempt.Network) is { } last && last.Is(mark, now)
            ? last
            : null;
    }

    public static Person Remember(Person next, LoginAttempt attempt, string answer, JudgedAs was, LoginPolicy policy, DateTimeOffset now) =>
        IsTrusted(next, attempt, policy, now)
            ? next with { Budget = next.Budget.Judged(attempt.Network, new JudgedAnswer(policy.Decoy.MarkOf(next.Name, answer), now, was), policy.Budgets, now) }
            : next;

    /// <summary>What the audit says of a wrong code: what was expected, and what is wrong with a code of the person's own app.</summary>
    public static string Describe(Person person, LoginAttempt attempt, string answer, FactorKind expected, LoginPolicy policy, DateTimeOffset now)
    {
        if (NoSuchAccount.IsAnswer(answer))
            return NoSuchAccount.Detail;

        // To look further takes longer, so it is done only where the time may tell who has an app.
        return IsTrusted(person, attempt, policy, now) && person.Enrolments.Totp is { } totp && FaultOf(totp, answer, expected, now) is { } fault
            ? $"{expected}, {fault}"
            : expected.ToString();
    }

    /// <summary>Null for what is no code of the app's last and next ten minutes.</summary>
    private static string? FaultOf(TotpEnrolment totp, string answer, FactorKind expected, DateTimeOffset now)
    {
        if (totp.Key.Match(answer, now, TotpKey.WidestWindow) is not { } steps)
            return null;

        var clock = $"{Math.Abs(steps) * TotpKey.PeriodSeconds} s {(steps < 0 ? "behind" : "ahead")}";
        if (Math.Abs(steps) > TotpEnrolment.Window)
            return clock;
        if (totp.Key.StepAt(now) + steps <= totp.LastStep)
            return steps == 0 ? UsedBefore : $"{UsedBefore}, {clock}";
        return expected == FactorKind.Totp ? null : OfApp;
    }

    private static bool IsTrusted(Person person, LoginAttempt attempt, LoginPolicy policy, DateTimeOffset now) =>
        attempt.Order == LoginOrder.CodeLast || person.Budget.Knows(attempt.Network, policy.Budgets, now);
}
