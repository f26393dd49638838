using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Machine;
using Sallyport.Rules.DayKeys;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;

namespace Sallyport.Authority.DayKeys;

/// <summary>
/// Which sessions of the outside door began with a second factor. Two things have to meet: an approval of ours, and root's word (the door's PAM service) that
/// sshd let the same person in from the same address by keyboard-interactive just after. It lives in memory: after a restart no session vouches for anything.
/// </summary>
internal sealed class FactorSessions(AuthorityOptions options, TimeProvider clock) : ILoginObserver
{
    private const int MostLogins = 10_000, MostSessions = 50_000;

    /// <summary>sshd's LoginGraceTime at the door is two minutes.</summary>
    private static readonly TimeSpan FromLoginToSession = TimeSpan.FromMinutes(3);

    private readonly Lock gate = new();
    private readonly List<GoneOn> logins = [];
    private readonly ExpiringTable<ProcessIdentity, FactorSession> sessions = new(MostSessions, options.DayKeys.Policy.Life ?? TimeSpan.FromMinutes(1), clock);

    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
        if (!options.DayKeys.Policy.IsOn || decision is not LoginDecision.Allow { Approval: var approval, Next: var person } || attempt.Source is not { } source)
            return;

        lock (gate)
        {
            Forget();
            if (logins.Count >= MostLogins)
                logins.RemoveAt(0);
            logins.Add(new GoneOn(attempt.User, Addresses.Plain(source), approval.Factor, clock.GetUtcNow(), clock.GetTimestamp(), person.DayKeys.Endings));
        }
    }

    /// <summary>
    /// A session has begun after keyboard-interactive. Where a login without a factor (from a trusted network, in a roll-out) may be the one, the session counts as one without.
    /// </summary>
    /// <param name="door">The sshd of the session, from which all of its processes descend.</param>
    /// <param name="user">The person.</param>
    /// <param name="source">The client's address.</param>
    /// <returns>Whether keys can be vouched for in it.</returns>
    public bool Begun(ProcessIdentity door, string user, IPAddress source)
    {
        lock (gate)
        {
            Forget();
            var plain = Addresses.Plain(source);
            var own = logins.Where(login => login.User == user && login.Source.Equals(plain)).ToList();
            if (own.Count == 0 || own.Any(login => login.Factor is null))
                return false;

            logins.Remove(own[0]);
            sessions.Remove(door);
            return sessions.TryAdd(door, new FactorSession(user, own[0].Factor!.Value, own[0].At, plain, own[0].Endings));
        }
    }

    /// <summary>The session that a process of a user runs in; null when it is in none that began with a factor.</summary>
    public FactorSession? Of(int processId, uint uid)
    {
        foreach (var process in ProcessIdentity.Lineage(processId, uid))
        {
            if (sessions.TryGet(process, out var session))
                return session;
        }

        return null;
    }

    /// <summary>Nothing is stored about the person any more, so what was counted there begins anew.</summary>
    public void Forget(string user)
    {
        lock (gate)
            logins.RemoveAll(login => login.User == user);
        sessions.RemoveAll(session => session.Person == user);
    }

    private void Forget() => logins.RemoveAll(login => clock.GetElapsedTime(login.Timestamp) >= FromLoginToSession);

    /// <param name="Factor">Null when none was given.</param>
    private sealed record GoneOn(string User, IPAddress Source, FactorKind? Factor, DateTimeOffset At, long Timestamp, int Endings);
}
