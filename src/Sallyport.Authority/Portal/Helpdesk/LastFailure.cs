using System.Collections.Immutable;
using System.Globalization;
using Sallyport.Authority.Audit.Statistics;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Helpdesk;

/// <summary>Why a person's last login failed, in one sentence.</summary>
internal sealed class LastFailure(Person person, TimeZoneInfo zone, DateTimeOffset now)
{
    /// <summary>What to ask the audit for, the newest first.</summary>
    public static readonly ImmutableArray<AuditKind> Kinds = [.. LoginKinds.All, AuditKind.AnswerRepeated, AuditKind.CodesAhead, AuditKind.PersonLocked];

    private static readonly ImmutableArray<AuditKind> Failures = [.. LoginKinds.Refused, AuditKind.AnswerRepeated, AuditKind.CodesAhead];

    /// <param name="rows">The person's rows of these kinds, the newest first.</param>
    public string Explain(IReadOnlyList<AuditRow> rows)
    {
        if (person.Standing == PersonStanding.Locked)
            return Locked(rows.FirstOrDefault(row => row.Event.Kind == AuditKind.PersonLocked));
        // Codes that users try out at the command line are no logins.
        var failed = rows.FirstOrDefault(row => Failures.Contains(row.Event.Kind) && row.Event.Host is not null);
        var succeeded = rows.FirstOrDefault(row => LoginKinds.WithFactor.Contains(row.Event.Kind) || LoginKinds.WithoutFactor.Contains(row.Event.Kind));
        if (failed is null || succeeded?.Number > failed.Number)
            return Closed(null) is { } closed ? Sentence(closed) : succeeded is null ? HelpdeskTexts.NoFailure : HelpdeskTexts.Succeeded(Time(succeeded.At), From(succeeded.Event));

        var network = SourceNetwork.Of(failed.Event.Source);
        return Sentence($"at {Time(failed.At)}{From(failed.Event)} {FailureTexts.Of(Known(failed.Event))}{(Closed(network) is { } until ? FailureTexts.Separator + until : "")}");
    }

    /// <summary>A prompt also names an app or a sheet to somebody who has none.</summary>
    private AuditEvent Known(AuditEvent happened) =>
        (happened.Detail == nameof(FactorKind.Totp) && person.Enrolments.Totp is null) || (happened.Detail == nameof(FactorKind.Skey) && person.Enrolments.Skey is null)
            ? happened with { Detail = null }
            : happened;

    private string Locked(AuditRow? row) => row is null ? HelpdeskTexts.Locked : HelpdeskTexts.LockedAt(Time(row.At), row.Event.Actor);

    /// <summary>What is closed to the person now: the network, else any.</summary>
    private string? Closed(SourceNetwork? network)
    {
        var sources = person.Budget.Sources.Where(s => network is null || s.Network == network);
        if (sources.FirstOrDefault(s => s.DisownedUntil > now) is { } disowned)
            return HelpdeskTexts.Disowned(disowned.Network.ToString(), Time(disowned.DisownedUntil!.Value));
        if (sources.FirstOrDefault(s => s.IsLockedOut(now)) is { } source)
            return HelpdeskTexts.Closed(source.Network.ToString(), Time(source.OpensAt(now)!.Value));
        return person.Budget.UnknownNetworksLockedUntil is { } until && until > now && sources.All(s => s.LastSuccess is null)
            ? HelpdeskTexts.AllClosed(Time(until))
            : null;
    }

    private static string From(AuditEvent happened) => happened.Source is { } source ? $" from {source}" : string.Empty;

    /// <summary>With the zone; with the day unless it is today.</summary>
    private string Time(DateTimeOffset at)
    {
        var (local, today) = (TimeZoneInfo.ConvertTime(at, zone), TimeZoneInfo.ConvertTime(now, zone).Date);
        var clock = local.ToString(local.Offset == TimeSpan.Zero ? "HH:mm 'UTC'" : "HH:mm 'UTC'zzz", CultureInfo.InvariantCulture);
        return local.Date == today ? clock : $"{local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {clock}";
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
