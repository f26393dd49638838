using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Statistics;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>Rows of the audit as a table.</summary>
internal sealed class AuditTable(SiteTime time)
{
    public Markup Draw(string caption, IReadOnlyList<AuditRow> rows) => Parts.Table(
        caption,
        [AuditTexts.Time, AuditTexts.Event, AuditTexts.Person, AuditTexts.Source, AuditTexts.Host, AuditTexts.Actor, AuditTexts.Detail],
        [.. rows.Select(Row)],
        AuditTexts.Empty);

    private Markup Row(AuditRow row) => Markup.Of($"""
        <tr><td>{time.Second(row.At)}</td><td>{Parts.Badge(AdministrationTexts.Kind(row.Event.Kind), Look(row.Event.Kind))}</td><td>{Parts.Person(row.Event.Person)}</td><td class="tabular">{row.Event.Source?.ToString()}</td><td>{row.Event.Host}</td><td>{row.Event.Actor}</td><td>{Detail(row.Event)}</td></tr>
        """);

    private static string? Detail(AuditEvent happened) =>
        Enum.TryParse<FactorKind>(happened.Detail, out var factor) && Enum.IsDefined(factor) ? AdministrationTexts.FactorName(factor) : happened.Detail;

    private static string Look(AuditKind kind) => kind switch
    {
        _ when LoginKinds.WithFactor.Contains(kind) => "good",
        _ when LoginKinds.WithoutFactor.Contains(kind) => "warn",
        AuditKind.SourceClosed or AuditKind.StrangersClosed or AuditKind.PersonLocked or AuditKind.SignatureRefused or AuditKind.PushAnswerRefused => "bad",
        _ when LoginKinds.Refused.Contains(kind) => "bad",
        _ => string.Empty,
    };
}
