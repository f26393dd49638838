using System.Security.Cryptography;
using Sallyport.Authority.Duo.Calls;
using Sallyport.Authority.Duo.Wire;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Duo.Logins;

/// <summary>
/// Logins that a client follows with further calls (<c>async=1</c>, then <c>status</c>): an outcome, or a wait for a device. Each belongs to
/// the integration that asked, can be fetched for <see cref="Lifetime"/> after its end, and at most <see cref="Most"/> are held: the oldest goes first.
/// </summary>
internal sealed class Transactions(DuoLogins logins, TimeProvider time)
{
    public const int Most = 32_768;

    private static readonly DuoOutcome Unknown = new(IsAllowed: false, "This login is no longer pending. Connect again to retry.");

    /// <summary>A push ends sooner.</summary>
    private static readonly TimeSpan UntilItsEnd = TimeSpan.FromHours(1);

    private readonly ExpiringTable<string, Transaction> entries = new(Most, Lifetime, time, comparer: StringComparer.Ordinal);

    /// <summary>How long an outcome can be fetched.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one <c>status</c> call waits: duo_unix asks 20 times at most.</summary>
    public static TimeSpan LongPoll { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether the client follows a login with further calls.</summary>
    public static bool IsAsked(FormParameters parameters) => string.Equals(parameters.Find("async"), "1", StringComparison.Ordinal);

    /// <summary>The answer to an <c>auth</c> call: the outcome, now or when the device has answered, or a transaction to fetch it by.</summary>
    public DuoReply Answer(SignedCall call, DuoStep step, Func<DuoOutcome, DuoReply> reply)
    {
        if (IsAsked(call.Parameters))
            return DuoReply.Ok(new DuoDocument { { "txid", Add(new Transaction(call.Host.Name, step), LeftOf(step) + Lifetime) } });
        return step switch
        {
            DuoStep.Ends ends => reply(ends.Outcome),
            DuoStep.Waits waits => DuoReply.Later(async cancel => reply(await logins.WaitAsync(waits.Ticket, UntilItsEnd, cancel) ?? Unknown)),
            _ => throw new InvalidOperationException($"{step.GetType().Name} is no step of a login"),
        };
    }

    /// <summary>
    /// The answer to a <c>status</c> call: at first what the login waits for, then the outcome as soon as there is one. A transaction that
    /// nobody knows (the authority was started anew) is a refusal, not a fault: a fault might let a client in that fails open.
    /// </summary>
    public DuoReply Fetch(SignedCall call, Func<DuoOutcome, DuoReply> reply, Func<string, DuoReply> waiting)
    {
        if (call.Parameters.Find("txid") is not { } id)
            return DuoReply.InvalidParameters("txid");
        if (Find(id, call.Host.Name) is not { } entry)
            return reply(Unknown);
        if (entry.Outcome is { } outcome)
            return reply(outcome);
        return entry.TellOnce() is { } text
            ? waiting(text)
            : DuoReply.Later(async cancel => await entry.PollAsync(logins, cancel) is { } end ? reply(end) : waiting("Still waiting. " + entry.Text));
    }

    private TimeSpan LeftOf(DuoStep step) => step is DuoStep.Waits { Ticket.Push.Expires: var end } ? end - time.GetUtcNow() : TimeSpan.Zero;

    private string Add(Transaction entry, TimeSpan life)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        entries.TryAdd(id, entry, life);
        return id;
    }

    private Transaction? Find(string id, string host) =>
        entries.TryGet(id, out var entry) && string.Equals(entry.Host, host, StringComparison.Ordinal) ? entry : null;

    private sealed class Transaction(string host, DuoStep step)
    {
        private readonly Lock gate = new();
        private DuoOutcome? outcome = (step as DuoStep.Ends)?.Outcome;
        private Task<DuoOutcome?>? poll;
        private bool told;

        public string Host => host;

        public string Text => (step as DuoStep.Waits)?.Ticket.Text ?? "";

        public DuoOutcome? Outcome
        {
            get
            {
                lock (gate)
                    return outcome;
            }
        }

        /// <summary>What the login waits for, for the first call; null for every later one.</summary>
        public string? TellOnce()
        {
            lock (gate)
            {
                if (told)
                    return null;
                told = true;
                return Text;
            }
        }

        /// <summary>Calls that come together share one wait: an approval is collected once.</summary>
        public Task<DuoOutcome?> PollAsync(DuoLogins logins, CancellationToken cancel)
        {
            lock (gate)
            {
                if (outcome is not null)
                    return Task.FromResult<DuoOutcome?>(outcome);
                if (poll is null || poll.IsCompleted)
                    poll = CollectAsync(logins);
                return poll.WaitAsync(cancel);
            }
        }

        private async Task<DuoOutcome?> CollectAsync(DuoLogins logins)
        {
            var end = await logins.WaitAsync(((DuoStep.Waits)step).Ticket, LongPoll, CancellationToken.None);
            lock (gate)
                return outcome = end;
        }
    }
}
