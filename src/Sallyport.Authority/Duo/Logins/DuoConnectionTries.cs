using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Duo.Logins;

/// <summary>
/// How many answers a connection has sent that did not get in. This protocol does not name connections: pam_duo begins anew at each try that sshd
/// allows. So answers of one name from one address to one host are taken for one connection's until sshd would have ended it, which it does
/// <see cref="ConnectionLife"/> after its beginning. Whoever has used up the tries waits that long; a login that gets in ends the count.
/// </summary>
internal sealed class DuoConnectionTries(TimeProvider time)
{
    public const int Most = 32_768;

    private readonly Lock gate = new();
    private readonly Dictionary<(string User, string? Source, string Host), TryCount> open = [];
    private readonly Queue<((string User, string? Source, string Host) Key, DateTimeOffset Ends)> order = new();

    /// <summary>sshd's LoginGraceTime.</summary>
    public static TimeSpan ConnectionLife { get; } = TimeSpan.FromMinutes(2);

    public int Of(LoginAttempt attempt)
    {
        lock (gate)
            return open.TryGetValue(KeyOf(attempt), out var tries) && tries.Ends > time.GetUtcNow() ? tries.Count : 0;
    }

    /// <summary>Counts what an answer came to.</summary>
    public void Count(LoginAttempt attempt, LoginDecision decision)
    {
        switch (decision)
        {
            case LoginDecision.Allow:
                Forget(attempt);
                break;
            case LoginDecision.Ask or LoginDecision.Refuse when !decision.IsRepetitionOfRight:
                Add(attempt);
                break;
        }
    }

    private void Add(LoginAttempt attempt)
    {
        var (key, now) = (KeyOf(attempt), time.GetUtcNow());
        lock (gate)
        {
            while (order.TryPeek(out var oldest) && (order.Count >= Most || oldest.Ends <= now))
            {
                if (open.TryGetValue(oldest.Key, out var passed) && passed.Ends == oldest.Ends)
                    open.Remove(oldest.Key);
                order.Dequeue();
            }

            if (open.TryGetValue(key, out var tries) && tries.Ends > now)
            {
                open[key] = tries with { Count = tries.Count + 1 };
                return;
            }

            open[key] = new TryCount(1, now + ConnectionLife);
            order.Enqueue((key, now + ConnectionLife));
        }
    }

    private void Forget(LoginAttempt attempt)
    {
        lock (gate)
            open.Remove(KeyOf(attempt));
    }

    private static (string User, string? Source, string Host) KeyOf(LoginAttempt attempt) => (attempt.User, attempt.Source?.ToString(), attempt.Host);

    private readonly record struct TryCount(int Count, DateTimeOffset Ends);
}
