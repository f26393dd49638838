using System.Net;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Networks;

namespace Sallyport.Rules.People;

/// <summary>
/// A code that a person tries out on the machine itself. It opens nothing, but it tells whether a code is right; so a wrong one costs what it
/// costs at a login, from a budget of its own that no login uses.
/// </summary>
public static class TotpTest
{
    /// <summary>How far from now the code is looked for, in steps: ten minutes.</summary>
    public const int Window = TotpKey.WidestWindow;

    /// <summary>What stands in the budget for codes that come by no network.</summary>
    internal static readonly SourceNetwork Here = SourceNetwork.Of(IPAddress.Loopback);

    /// <summary>Tries the code. A right one changes nothing.</summary>
    /// <param name="person">Whose app it is.</param>
    /// <param name="code">What was typed.</param>
    /// <param name="policy">How many wrong codes are allowed.</param>
    /// <param name="actor">Who tries it.</param>
    /// <param name="now">The authority's time.</param>
    public static TotpTested Try(Person person, string code, BudgetPolicy policy, string actor, DateTimeOffset now)
    {
        if (person.Enrolments.Totp is not { } totp)
            return new TotpTested(new PersonChange.Refused("no authenticator app is enrolled; start with: sallyport totp enroll"), null, IsUsed: false);
        if (person.Budget.FindLockout(Here, now) is { } until)
            return new TotpTested(new PersonChange.Refused($"too many wrong codes; try again after {until.ToUniversalTime():yyyy-MM-dd HH:mm} UTC"), null, IsUsed: false);

        if (totp.Key.Match(code, now, Window) is { } offset)
            return new TotpTested(new PersonChange.Done(person, []), offset, totp.Key.StepAt(now) + offset <= totp.LastStep);

        var after = person.Budget.FailAlone(Here, policy, now);
        return new TotpTested(
            new PersonChange.Done(person with { Budget = after.Budget }, [new AuditEvent(AuditKind.CodeWrong, person.Name, Actor: actor, Detail: "totp test")]),
            null,
            IsUsed: false);
    }
}

/// <summary>What a tried code is.</summary>
/// <param name="Change">What is to be stored, or why nothing was looked at.</param>
/// <param name="Offset">How many steps off the code is; null when it is no code of these ten minutes.</param>
/// <param name="IsUsed">Whether it was used, or a later one.</param>
public sealed record TotpTested(PersonChange Change, int? Offset, bool IsUsed)
{
    /// <summary>Whether a login would take it.</summary>
    public bool WouldBeAccepted => Offset is >= -TotpEnrolment.Window and <= TotpEnrolment.Window && !IsUsed;
}
