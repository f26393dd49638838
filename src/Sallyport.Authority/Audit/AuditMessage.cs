using System.Text.Json.Serialization;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Audit;

/// <summary>A row of the audit as scripts read it, from the command line and in the portal's file.</summary>
internal sealed record AuditMessage(
    long Number, DateTimeOffset At, string Kind, string? Person, string? Source, string? Host, string? Actor, string? Detail)
{
    public static AuditMessage Of(AuditRow row) => new(
        row.Number,
        row.At,
        AuditNames.Of(row.Event.Kind),
        row.Event.Person,
        row.Event.Source?.ToString(),
        row.Event.Host,
        row.Event.Actor,
        row.Event.Detail);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IAsyncEnumerable<AuditMessage>))]
internal sealed partial class AuditJson : JsonSerializerContext;
