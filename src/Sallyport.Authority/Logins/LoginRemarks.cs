using System.Collections.Immutable;
using System.Globalization;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Logins;

/// <summary>What the audit should know beside the decision itself: how the name was typed, and a last code that lies in the future.</summary>
internal static class LoginRemarks
{
    public static ImmutableArray<AuditEvent> With(ImmutableArray<AuditEvent> events, Person person, LoginAttempt attempt, DateTimeOffset now)
    {
        if (events.IsEmpty)
            return events;
        if (attempt.Typed is { } typed)
            events = events.Add(Remark(AuditKind.OtherSpelling, attempt, typed));
        if (CodesAheadUntil(person, now) is { } until && events.Any(e => e.Kind == AuditKind.CodeWrong))
            events = events.Add(Remark(AuditKind.CodesAhead, attempt, until.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)));
        return events;
    }

    /// <summary>Until when none of the app's codes counts, because a code of a clock that ran ahead was the last; null when they count now.</summary>
    public static DateTimeOffset? CodesAheadUntil(Person person, DateTimeOffset now) =>
        person.Enrolments.Totp is { } totp && totp.LastStep > totp.Key.StepAt(now) + TotpKey.WidestWindow
            ? DateTimeOffset.UnixEpoch.AddSeconds((totp.LastStep + 1) * TotpKey.PeriodSeconds)
            : null;

    private static AuditEvent Remark(AuditKind kind, LoginAttempt attempt, string detail) => new(kind, attempt.User, attempt.Source, attempt.Host, Detail: detail);
}
