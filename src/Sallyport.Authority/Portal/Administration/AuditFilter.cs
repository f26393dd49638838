using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Audit;
using Sallyport.Authority.Audit.Statistics;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Settings;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>What an administrator typed to find rows of the audit, as it was typed; it travels in addresses.</summary>
/// <param name="Person">A name, exactly.</param>
/// <param name="Source">A network or an address.</param>
/// <param name="Host">A host, exactly.</param>
/// <param name="Kind">An event, by the name that the audit has for it.</param>
/// <param name="Outcome">What logins came to: one of <see cref="Outcomes"/>.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
internal sealed record AuditFilter(string Person, string Source, string Host, string Kind, string Outcome, string From, string To)
{
    public static readonly string[] Outcomes = ["", "with-factor", "without-factor", "refused"];

    private const int MostCharacters = 256;

    public static AuditFilter Of(IQueryCollection asked)
    {
        return new(Field("person"), Field("source"), Field("host"), Field("kind"), Field("outcome"), Field("from"), Field("to"));

        string Field(string name) => asked[name].ToString() is { Length: <= MostCharacters } value ? value.Trim() : string.Empty;
    }

    /// <summary>What is to be read, or a sentence that says which field cannot be understood.</summary>
    public (AuditQuery Query, string? Error) Read(SiteTime time)
    {
        IPNetwork? network = Source.Length > 0 ? Cidr.TryParse(Source) : null;
        var (from, to) = (time.Begin(From), time.Begin(To));
        var error = Source.Length > 0 && network is null ? AuditTexts.SourceMalformed
            : (From.Length > 0 && from is null) || (To.Length > 0 && to is null) ? AuditTexts.DayMalformed
            : null;
        var query = new AuditQuery
        {
            Person = NullIfEmpty(Person),
            Host = NullIfEmpty(Host),
            Source = network,
            From = from,
            To = to is { } day ? time.Begin(DateOnly.FromDateTime(day.DateTime).AddDays(1).ToString("yyyy-MM-dd")) : null,
            Kinds = Kinds(),
        };
        return (query, error);
    }

    /// <summary>The fields that were filled, for an address.</summary>
    public string ToQueryString(params ReadOnlySpan<(string Name, string Value)> more)
    {
        var fields = new List<(string Name, string Value)>
        {
            ("person", Person), ("source", Source), ("host", Host), ("kind", Kind), ("outcome", Outcome), ("from", From), ("to", To),
        };
        fields.AddRange(more);
        return "?" + string.Join('&', fields.Where(f => f.Value.Length > 0).Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}"));
    }

    private ImmutableArray<AuditKind> Kinds()
    {
        var ofOutcome = Outcome switch
        {
            "with-factor" => LoginKinds.WithFactor,
            "without-factor" => LoginKinds.WithoutFactor,
            "refused" => LoginKinds.Refused,
            "any" => LoginKinds.All,
            _ => [],
        };
        return Enum.GetValues<AuditKind>().Where(k => AuditNames.Of(k) == Kind).ToImmutableArray() is { IsEmpty: false } one ? one : ofOutcome;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
