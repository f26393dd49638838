using Sallyport.Rules.Audit;
using Sallyport.Settings;

namespace Sallyport.Authority.Audit;

/// <summary>The audit's kinds as people and scripts read them: <c>login-allowed</c>.</summary>
internal static class AuditNames
{
    private static readonly Dictionary<AuditKind, string> Names = Enum.GetValues<AuditKind>().ToDictionary(k => k, k => KebabCase.Of(k.ToString()));

    public static string Of(AuditKind kind) => Names[kind];
}
