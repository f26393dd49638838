using System.Collections.Immutable;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Audit.Statistics;

/// <summary>What the events of logins mean when they are counted.</summary>
internal static class LoginKinds
{
    /// <summary>A login went on after a second factor.</summary>
    public static readonly ImmutableArray<AuditKind> WithFactor =
        [AuditKind.LoginAllowed, AuditKind.LoginBypassCode, AuditKind.LoginRecoveryCode];

    /// <summary>A login went on without one.</summary>
    public static readonly ImmutableArray<AuditKind> WithoutFactor = [AuditKind.LoginTrustedNetwork, AuditKind.LoginNotEnforced];

    /// <summary>A try that did not succeed.</summary>
    public static readonly ImmutableArray<AuditKind> Refused =
        [AuditKind.CodeWrong, AuditKind.LoginLocked, AuditKind.PushDenied, AuditKind.PushNotMe, AuditKind.PushExpired];

    /// <summary>All of these, and the lockouts that they lead to.</summary>
    public static readonly ImmutableArray<AuditKind> All =
        [.. WithFactor, .. WithoutFactor, .. Refused, AuditKind.SourceClosed, AuditKind.StrangersClosed];
}
