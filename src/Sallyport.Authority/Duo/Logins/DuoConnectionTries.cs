using Sallyport.Authority.Machine;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Duo.Logins;

/// <summary>
/// How many answers a connection has sent that did not get in. This protocol does not name connections: pam_duo begins anew at each try that sshd
/// allows. So answers of one name from one address to one host are taken for one connection's until sshd would have ended it, which it does
/// <see cref="ConnectionLife"/> after its beginning. A name without tries left waits that long; a successful login ends the count.
/// </summary>
internal sealed class DuoConnectionTries(TimeProvider time)
{
    public const int Most = 32_768;

    private readonly ExpiringTable<(string User, string? Source, string Host), int> open = new(Most, ConnectionLife, time);

    /// <summary>sshd's LoginGraceTime.</summary>
    public static TimeSpan ConnectionLife { get; } = TimeSpan.FromMinutes(2);

    public int Of(LoginAttempt attempt) => open.TryGet(KeyOf(attempt), out var tries) ? tries : 0;

    /// <summary>Counts what an answer came to.</summary>
    public void Count(LoginAttempt attempt, LoginDecision decision)
    {
        switch (decision)
        {
            case LoginDecision.Allow:
                open.Remove(KeyOf(attempt));
                break;
            case LoginDecision.Ask or LoginDecision.Refuse when !decision.IsRepetitionOfRight:
                open.AddOrUpdate(KeyOf(attempt), 1, tries => tries + 1);
                break;
        }
    }

    private static (string User, string? Source, string Host) KeyOf(LoginAttempt attempt) => (attempt.User, attempt.Source?.ToString(), attempt.Host);
}
