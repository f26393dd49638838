using System.Collections.Immutable;
using System.Text;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Push;

/// <summary>Takes the answers of devices and calls, each a change of its person (<see cref="ChangeLoop"/>); then the login that waits is woken.</summary>
internal sealed class PushAnswerService(IStore store, PolicySource policies, PushWaiters waiters, ILoginObserver observer, TimeProvider clock)
{
    /// <summary>Answers that nobody signed can be made by anybody: their audit rows are bounded.</summary>
    public const int ForgedRowsPerMinute = 20;

    private readonly RowLimit forged = new(ForgedRowsPerMinute, clock);

    /// <summary>A device's signed answer. The name is anybody's to send: what the audit shows of it is made visible first, and a registered one stays as it is.</summary>
    public Task<PushResult> AnswerAsync(string person, PushAnswer answer, CancellationToken cancel) =>
        DecideAsync(WireText.Read(Encoding.UTF8.GetBytes(person), Person.MostNameLength), (found, policy) => PushAnswers.Answer(found, answer, policy, clock.GetUtcNow()), cancel);

    /// <summary>A key pressed in a call. The provider's signature is checked by who calls this.</summary>
    public Task<PushResult> AnswerCallAsync(string person, PushId push, PushReply reply, string number, CancellationToken cancel) =>
        DecideAsync(person, (found, policy) => PushAnswers.AnswerCall(found, push, reply, number, policy, clock.GetUtcNow()), cancel);

    /// <summary>A call ended without a key. The provider's signature is checked by who calls this.</summary>
    public Task<PushResult> EndCallAsync(string person, PushId push, PushVerdict how, CancellationToken cancel) =>
        DecideAsync(person, (found, _) => PushAnswers.EndCall(found, push, how, clock.GetUtcNow()), cancel);

    private async Task<PushResult> DecideAsync(string name, Func<Person, LoginPolicy, PushAnswered> decide, CancellationToken cancel)
    {
        var policy = await policies.GetAsync(cancel);
        var answered = await store.ChangeAsync(
            name,
            person =>
            {
                var decided = decide(person, policy);
                return new Change<PushAnswered>(decided.Next, Events(decided), decided);
            },
            cancel);
        if (answered.Push is { } push)
        {
            waiters.Wake(push.Id);
            observer.Answered(name, push, answered.Result);
        }

        return answered.Result;
    }

    /// <summary>The events of an answer. Of those that nobody signed some are left out, and counted.</summary>
    private ImmutableArray<AuditEvent> Events(PushAnswered answered)
    {
        if (answered.Result != PushResult.Forged)
            return answered.Events;
        if (!forged.TryTake(out var leftOut))
            return [];
        return leftOut == 0
            ? answered.Events
            : [.. answered.Events.Select(e => e with { Detail = $"{e.Detail} ({leftOut} more were refused before, without an audit row)" })];
    }
}
