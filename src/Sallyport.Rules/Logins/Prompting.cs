using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins;

/// <summary>What a login is asked for. Before the password, nothing of it depends on whether the name is anybody's.</summary>
internal static class Prompting
{
    public static Prompt Of(Person person, LoginAttempt attempt, LoginPolicy policy, DateTimeOffset now)
    {
        var decoy = policy.Decoy.AppearanceOf(person.Name, now);
        var exists = person.Enrolments.CanBePrompted(now);
        var code = Expectation.Of(exists ? Seen(person, attempt, decoy, policy, now) : decoy.Shown, attempt.Order, policy.Decoy, now);
        var menu = Menu.Of(person, attempt, policy, now);
        // Behind the password a decoy's prompt would only puzzle somebody who has devices and no code.
        var hasOnlyDevices = attempt.Order == LoginOrder.CodeLast && !menu.IsEmpty && !exists;
        return code with { Menu = menu, Text = hasOnlyDevices ? "Passcode: " : code.Text };
    }

    /// <summary>
    /// During a lockout, with what still counts. Every name has an skey line there, its own or a decoy's, and its text is the same for all.
    /// </summary>
    public static Prompt DuringLockout(Person person, LoginAttempt attempt, LoginPolicy policy, DateTimeOffset until, DateTimeOffset now)
    {
        var sheet = SheetOf(person, policy, now);
        return new Prompt(
            $"{LockoutText(policy, until, now)}, or enter a recovery or bypass code, or skey line {sheet.Line} of {sheet.Seed} (six words): ", FactorKind.Skey)
        {
            Menu = Menu.Of(person, attempt, policy, now),
        };
    }

    /// <summary>Until when; without a full stop.</summary>
    public static string LockoutText(LoginPolicy policy, DateTimeOffset until, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(until, policy.TimeZone);
        var day = until - now < TimeSpan.FromHours(20) ? string.Empty : $"{local:yyyy-MM-dd} ";
        return $"{RefusalText.Of(LoginRefusal.Closed)} Try again after {day}{local:HH:mm 'UTC'zzz}";
    }

    /// <summary>
    /// What a name with factors shows: as often as any other name a Web-OTP, which nobody fetched, and under which its own codes are right.
    /// Where its person comes from it never does.
    /// </summary>
    private static Enrolments Seen(Person person, LoginAttempt attempt, DecoyAppearance decoy, LoginPolicy policy, DateTimeOffset now) =>
        decoy.FetchedUntil is { } until
        && attempt.Order == LoginOrder.CodeFirst
        && !person.Budget.Knows(attempt.Network, policy.Budgets, now)
        && !person.Enrolments.WebOtp.IsLive(now)
            ? person.Enrolments with { WebOtp = new LiveWebOtp(decoy.Passcode, until, person.Enrolments.WebOtp.Issued) }
            : person.Enrolments;

    private static SkeySequence SheetOf(Person person, LoginPolicy policy, DateTimeOffset now)
    {
        var decoy = policy.Decoy.AppearanceOf(person.Name, now);
        var own = person.Enrolments;
        if (own.Skey is { IsUsedUp: false } sheet)
            return sheet;
        var hasApp = own.CanBePrompted(now) ? own.Totp is not null : decoy.Kind == FactorKind.Totp;
        return hasApp ? decoy.IdleSheet : decoy.BusySheet;
    }
}
