using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Exports;

/// <summary>The audit's kinds as people and scripts read them: <c>login-allowed</c>.</summary>
internal static class AuditNames
{
    private static readonly Dictionary<AuditKind, string> Names = Enum.GetValues<AuditKind>().ToDictionary(k => k, Hyphened);

    public static string Of(AuditKind kind) => Names[kind];

    private static string Hyphened(AuditKind kind) => string.Concat(
        kind.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
