using System.Net;
using System.Threading.Channels;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Logins;

/// <summary>What became of a login, for the gates. Nothing here may depend on whether the name exists: a penalty can be seen from outside.</summary>
internal enum LoginResult
{
    /// <summary>The factor was right and the password had been before: nothing is left to be proved.</summary>
    Success = 1,
    WrongCode = 2,
    /// <summary>Told no more: two points for a name without an account, and one for others, told one from the other.</summary>
    WrongUser = 3,
    DeniedPush = 4,
    /// <summary>The budget was used up before.</summary>
    Refused = 5,
    /// <summary>The login went on to the password, which the authority never sees: no success yet, and no failure.</summary>
    PasswordNext = 6,
}

/// <summary>The results of logins as they come, to any number of gates. A gate that does not read loses the oldest; a login never waits for one.</summary>
internal sealed class LoginFeed(TimeProvider clock) : ILoginObserver
{
    private const int MostWaiting = 10_000;

    private readonly Lock gate = new();
    private Channel<FeedEntry>[] subscribers = [];
    private bool isClosed;

    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
        if (attempt.Source is { } source && ResultOf(attempt, decision) is { } result)
            Tell(result, source);
    }

    public void Answered(string person, PendingPush push, PushResult result)
    {
        if (push.Source is { } source && result is PushResult.Denied or PushResult.SourceClosed or PushResult.WrongNumberTooOften)
            Tell(LoginResult.DeniedPush, source);
    }

    public async IAsyncEnumerable<FeedEntry> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var channel = Channel.CreateBounded<FeedEntry>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (gate)
        {
            subscribers = [.. subscribers, channel];
            if (isClosed)
                channel.Writer.TryComplete();
        }

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

    /// <summary>Ends every feed once what waits in it was read: the authority stops.</summary>
    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            foreach (var subscriber in subscribers)
                subscriber.Writer.TryComplete();
        }
    }

    private void Tell(LoginResult result, IPAddress source)
    {
        foreach (var subscriber in Volatile.Read(ref subscribers))
            subscriber.Writer.TryWrite(new FeedEntry(clock.GetUtcNow(), result, source));
    }

    private static LoginResult? ResultOf(LoginAttempt attempt, LoginDecision decision)
    {
        if (decision is LoginDecision.Allow { Approval: var approval })
            return approval.Ground == ApprovalGround.Factor && attempt.Order == LoginOrder.CodeLast ? LoginResult.Success : LoginResult.PasswordNext;

        if (decision.Events.Any(e => e.Kind is AuditKind.CodeWrong or AuditKind.LoginLocked))
            return LoginResult.WrongCode;
        return decision is LoginDecision.Refuse { Refusal: LoginRefusal.Closed } ? LoginResult.Refused : null;
    }

    public readonly record struct FeedEntry(DateTimeOffset At, LoginResult Result, IPAddress Source);
}
