using System.Collections.Immutable;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Logins;

/// <summary>What the rules make of a login, given whose it is and what holds now.</summary>
internal delegate LoginDecision LoginRule(Person person, LoginAttempt attempt, LoginPolicy policy, DateTimeOffset now);

/// <summary>
/// Runs the rules against the store: whose name it is, load, decide, compare-and-set; on conflict load and decide again. What it returns is durable.
/// </summary>
internal sealed class LoginService(IStore store, PolicySource policies, TimeProvider clock, ILoginObserver observer)
{
    /// <summary>More conflicts than this in a row on one name mean that something is wrong: the login is refused by the exception.</summary>
    private const int MostConflicts = 1000;

    public Task<LoginDecision> BeginAsync(LoginAttempt attempt, CancellationToken cancel) => BeginAsync(attempt, 0, cancel);

    /// <param name="earlierTries">How many answers this connection has sent before: when its tries are used up it is refused.</param>
    public Task<LoginDecision> BeginAsync(LoginAttempt attempt, int earlierTries, CancellationToken cancel) =>
        DecideAsync(attempt, (person, named, policy, now) => LoginRules.Begin(person, named, earlierTries, policy, now), cancel);

    /// <param name="earlierTries">How many answers this conversation has had before.</param>
    public Task<LoginDecision> AnswerAsync(LoginAttempt attempt, int earlierTries, string answer, CancellationToken cancel) => DecideAsync(
        attempt, (person, named, policy, now) => LoginRules.Answer(person, named, earlierTries, answer, policy, now), cancel);

    /// <summary>The one name of who wants in, however it was typed.</summary>
    public async ValueTask<string> NameOfAsync(LoginAttempt attempt, CancellationToken cancel) =>
        (await policies.Names.OfAsync(attempt.User, cancel)).Name;

    /// <summary>What the rules make of it, once it is on the disk. From here on the attempt bears the person's own name.</summary>
    public async Task<LoginDecision> DecideAsync(LoginAttempt attempt, LoginRule decide, CancellationToken cancel)
    {
        var policy = await policies.GetAsync(cancel);
        var identity = await policies.Names.OfAsync(attempt.User, cancel);
        var named = identity.Name == attempt.User ? attempt : attempt with { User = identity.Name, Typed = attempt.User };
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            var person = await store.FindAsync(named.User, cancel);
            var now = clock.GetUtcNow();
            var decision = decide(person, named, policies.For(person, identity.Account, policy), now);
            if (await KeepAsync(person, decision, LoginRemarks.With(decision.Events, person, named, now), cancel) == Commit.Done)
            {
                observer.Decided(named, decision);
                return decision;
            }
        }

        throw new InvalidOperationException("the store reported a conflict a thousand times in a row");
    }

    private async ValueTask<Commit> KeepAsync(Person person, LoginDecision decision, ImmutableArray<AuditEvent> events, CancellationToken cancel)
    {
        if (!ReferenceEquals(person, decision.Next))
            return await store.CommitAsync(decision.Next, events, cancel);

        if (!events.IsEmpty)
            await store.AppendAsync(events, cancel);
        return Commit.Done;
    }
}
