using System.Net;
using System.Threading.Channels;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Logins;

/// <summary>What became of a login, for the gates.</summary>
internal enum LoginResult
{
    Success = 1,
    WrongCode = 2,
    /// <summary>There is no such UNIX account: a sure sign of a guesser.</summary>
    WrongUser = 3,
    DeniedPush = 4,
    /// <summary>The budget was used up before.</summary>
    Refused = 5,
}

/// <summary>The results of logins as they come, to any number of gates. A gate that does not read loses the oldest; a login never waits for one.</summary>
internal sealed class LoginFeed(TimeProvider clock) : ILoginObserver
{
    private const int MostWaiting = 10_000;

    private readonly Lock gate = new();
    private Channel<Entry>[] subscribers = [];

    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
        if (attempt.Source is { } source && ResultOf(decision) is { } result)
            Tell(result, source);
    }

    public void Answered(string person, PendingPush push, PushResult result)
    {
        if (push.Source is { } source && result is PushResult.Denied or PushResult.SourceClosed or PushResult.WrongNumberTooOften)
            Tell(LoginResult.DeniedPush, source);
    }

    public async IAsyncEnumerable<Entry> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var channel = Channel.CreateBounded<Entry>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (gate)
            subscribers = [.. subscribers, channel];
        try
        {
            await foreach (var entry in channel.Reader.ReadAllAsync(cancel))
                yield return entry;
        }
        finally
        {
            lock (gate)
                subscribers = [.. subscribers.Where(s => s != channel)];
        }
    }

    private void Tell(LoginResult result, IPAddress source)
    {
        foreach (var subscriber in Volatile.Read(ref subscribers))
            subscriber.Writer.TryWrite(new Entry(clock.GetUtcNow(), result, source));
    }

    private static LoginResult? ResultOf(LoginDecision decision)
    {
        // Who goes on without a factor has proved nothing yet: a gate must not take the source for a known one.
        if (decision is LoginDecision.Allow allow)
            return allow.Approval.Ground == ApprovalGround.NotEnforced ? null : LoginResult.Success;

        var wrong = decision.Events.FirstOrDefault(e => e.Kind is AuditKind.CodeWrong or AuditKind.LoginLocked);
        if (wrong is not null)
            return wrong.Detail == NoSuchAccount.Detail ? LoginResult.WrongUser : LoginResult.WrongCode;
        return decision is LoginDecision.Refuse { Refusal: Refusal.Closed } ? LoginResult.Refused : null;
    }

    public readonly record struct Entry(DateTimeOffset At, LoginResult Result, IPAddress Source);
}
