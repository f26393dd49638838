using Sallyport.Rules.Budgets;
using Sallyport.Rules.Factors;
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

    /// <summary>What the audit says of a wrong code.</summary>
    public static string Describe(string answer, FactorKind expected) => NoSuchAccount.IsAnswer(answer) ? NoSuchAccount.Detail : expected.ToString();

    private static bool IsTrusted(Person person, LoginAttempt attempt, LoginPolicy policy, DateTimeOffset now) =>
        attempt.Order == LoginOrder.CodeLast || person.Budget.Knows(attempt.Network, policy.Budgets, now);
}
