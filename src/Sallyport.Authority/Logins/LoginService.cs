using Sallyport.Authority.Storage;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Logins;

/// <summary>
/// Runs the rules against the store: load, decide, compare-and-set; on conflict load and decide again. What it returns is durable.
/// </summary>
internal sealed class LoginService(IStore store, PolicySource policies, TimeProvider clock, ILoginObserver observer)
{
    /// <summary>More conflicts than this in a row on one name mean that something is wrong: the login is refused by the exception.</summary>
    private const int MostConflicts = 1000;

    public Task<LoginDecision> BeginAsync(LoginAttempt attempt, CancellationToken cancel) =>
        DecideAsync(attempt, (person, policy, now) => LoginRules.Begin(person, attempt, policy, now), cancel);

    /// <param name="earlierTries">How many answers this conversation has had before.</param>
    public Task<LoginDecision> AnswerAsync(LoginAttempt attempt, int earlierTries, string answer, CancellationToken cancel) =>
        DecideAsync(attempt, (person, policy, now) => LoginRules.Answer(person, attempt, earlierTries, answer, policy, now), cancel);

    /// <summary>What the rules make of it, once it is on the disk.</summary>
    public async Task<LoginDecision> DecideAsync(
        LoginAttempt attempt, Func<Person, LoginPolicy, DateTimeOffset, LoginDecision> decide, CancellationToken cancel)
    {
        var policy = await policies.GetAsync(cancel);
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            var person = await store.FindAsync(attempt.User, cancel);
            var decision = decide(person, await policies.ForAsync(person, policy, cancel), clock.GetUtcNow());
            if (await KeepAsync(person, decision, cancel) == Commit.Done)
            {
                observer.Decided(attempt, decision);
                return decision;
            }
        }

        throw new InvalidOperationException("the store reported a conflict a thousand times in a row");
    }

    private async ValueTask<Commit> KeepAsync(Person person, LoginDecision decision, CancellationToken cancel)
    {
        if (!ReferenceEquals(person, decision.Next))
            return await store.CommitAsync(decision.Next, decision.Events, cancel);

        if (!decision.Events.IsEmpty)
            await store.AppendAsync(decision.Events, cancel);
        return Commit.Done;
    }
}
