using Sallyport.Authority.Audit.Statistics;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>What a table of rows is about, and so which columns it has.</summary>
internal enum AuditColumns
{
    Everything = 1,
    /// <summary>Nobody does anything to anybody at a login.</summary>
    Logins = 2,
    /// <summary>The rows of one name.</summary>
    OneName = 3,
}

/// <summary>Rows of the audit as a table.</summary>
internal sealed class AuditTable(SiteTime time)
{
    public Markup Draw(string caption, AuditColumns columns, IReadOnlyList<AuditRow> rows)
    {
        if (rows.Count == 0)
            return Markup.Of($"""<p class="hint">{AuditTexts.Empty}</p>""");

        // The style sheet lets the cells of a row flow on a phone, which takes the table's meaning from it: the roles give it back.
        var shown = Columns(columns);
        return Markup.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table class="flow" role="table"><caption class="vh">{caption}</caption>
            <thead role="rowgroup"><tr role="row">{shown.Select(c => Markup.Of($"""<th scope="col" role="columnheader">{c.Heading}</th>"""))}</tr></thead>
            <tbody role="rowgroup">{rows.Select(row => Markup.Of($"""<tr role="row">{shown.Select(c => Markup.Of($"""<td role="cell">{c.Cell(row)}</td>"""))}</tr>{"\n"}"""))}</tbody></table></div>
            """);
    }

    private List<(string Heading, Func<AuditRow, Markup> Cell)> Columns(AuditColumns columns)
    {
        var all = new List<(string Heading, Func<AuditRow, Markup> Cell)>
        {
            (AuditTexts.Time, row => time.Second(row.At)),
            (AuditTexts.Event, row => AdministrationMarkup.Badge(AdministrationTexts.Kind(row.Event.Kind), Look(row.Event.Kind))),
            (AuditTexts.Person, row => AdministrationMarkup.Person(row.Event.Person)),
            (AuditTexts.Source, row => row.Event.Source is { } source ? Markup.Of($"""<span class="tabular">{source.ToString()}</span>""") : Markup.Empty),
            (AuditTexts.Host, row => Markup.Of($"{row.Event.Host}")),
            (AuditTexts.Actor, row => Markup.Of($"{row.Event.Actor}")),
            (AuditTexts.Detail, row => Markup.Of($"{Detail(row.Event)}")),
        };
        all.RemoveAll(c => (columns == AuditColumns.Logins && c.Heading == AuditTexts.Actor) || (columns == AuditColumns.OneName && c.Heading == AuditTexts.Person));
        return all;
    }

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
