using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Enforcing;

/// <summary>Whether a person could give a second factor when it is demanded.</summary>
public static class Readiness
{
    /// <summary>
    /// Whether there is anything to give. A sheet that is used up counts: who once was asked for a code does not fall back to the
    /// password alone.
    /// </summary>
    public static bool HasFactor(Enrolments enrolments, DateTimeOffset now) =>
        enrolments.CanBePrompted(now)
        || enrolments.Skey is not null
        || !enrolments.Devices.All.IsEmpty
        || !enrolments.RecoveryCodes.Left.IsEmpty
        || enrolments.Bypass?.Expires > now;
}
