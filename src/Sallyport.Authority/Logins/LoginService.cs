using Sallyport.Authority.Storage;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Logins;

/// <summary>What the rules make of a login, given whose it is and what holds now.</summary>
internal delegate LoginDecision LoginRule(Person person, LoginAttempt attempt, LoginPolicy policy, DateTimeOffset now);

/// <summary>
/// Runs the rules against the store: whose name it is, what holds for that person now, and the change (<see cref="ChangeLoop"/>). What it returns is durable.
/// </summary>
internal sealed class LoginService(IStore store, PolicySource policies, TimeProvider clock, ILoginObserver observer)
{
    public Task<LoginDecision> BeginAsync(LoginAttempt attempt, CancellationToken cancel) => BeginAsync(attempt, 0, cancel);

    /// <param name="earlierTries">How many answers this connection has sent before: when its tries are used up it is refused.</param>
    public Task<LoginDecision> BeginAsync(LoginAttempt attempt, int earlierTries, CancellationToken cancel) =>
        DecideAsync(attempt, (person, named, policy, now) => LoginRules.Begin(person, named, earlierTries, policy, now), cancel);

    /// <param name="earlierTries">How many answers this conversation has had before.</param>
    public Task<LoginDecision> AnswerAsync(LoginAttempt attempt, int earlierTries, string answer, CancellationToken cancel) => DecideAsync(
        attempt, (person, named, policy, now) => LoginRules.Answer(person, named, earlierTries, answer, policy, now), cancel);

    /// <summary>What the login would be asked for now; null when it would go on, or be refused, without being asked. Only looks: nothing is written, nobody is told.</summary>
    public async Task<Prompt?> PromptAsync(LoginAttempt attempt, CancellationToken cancel)
    {
        var policy = await policies.GetAsync(cancel);
        var (named, account) = await NamedAsync(attempt, cancel);
        var person = await store.FindAsync(named.User, cancel);
        return LoginRules.Begin(person, named, policies.For(person, account, policy), clock.GetUtcNow()) is LoginDecision.Ask ask ? ask.Prompt : null;
    }

    /// <summary>The one name of the person who logs in, however it was typed.</summary>
    public async ValueTask<string> NameOfAsync(LoginAttempt attempt, CancellationToken cancel) =>
        (await policies.Names.OfAsync(attempt.User, cancel)).Name;

    /// <summary>What the rules decide, once it is on the disk. From here on the attempt has the person's own name.</summary>
    public async Task<LoginDecision> DecideAsync(LoginAttempt attempt, LoginRule decide, CancellationToken cancel)
    {
        var policy = await policies.GetAsync(cancel);
        var (named, account) = await NamedAsync(attempt, cancel);
        var decision = await store.ChangeAsync(
            named.User,
            person =>
            {
                var now = clock.GetUtcNow();
                var decided = decide(person, named, policies.For(person, account, policy), now);
                return new Change<LoginDecision>(decided.Next, LoginRemarks.With(decided.Events, person, named, now), decided);
            },
            cancel);
        observer.Decided(named, decision);
        return decision;
    }

    private async ValueTask<(LoginAttempt Named, Account Account)> NamedAsync(LoginAttempt attempt, CancellationToken cancel)
    {
        var identity = await policies.Names.OfAsync(attempt.User, cancel);
        return (identity.Name == attempt.User ? attempt : attempt with { User = identity.Name, Typed = attempt.User }, identity.Account);
    }
}
