using System.Security.Cryptography;
using Sallyport.Authority.Duo.Wire;

namespace Sallyport.Authority.Duo.Logins;

/// <summary>
/// Outcomes that a client fetches with a second call (<c>async=1</c>, then <c>status</c>). Each belongs to the integration that asked,
/// can be fetched for two minutes, and at most <see cref="Most"/> are held: the oldest goes first.
/// </summary>
internal sealed class Transactions(TimeProvider time)
{
    public const int Most = 4096;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(2);

    /// <summary>The answer to an <c>auth</c> call: the outcome at once, or a transaction to fetch it by.</summary>
    public DuoReply Answer(SignedCall call, DuoOutcome outcome, Func<DuoOutcome, DuoReply> reply) =>
        string.Equals(call.Parameters.Find("async"), "1", StringComparison.Ordinal)
            ? DuoReply.Ok(new DuoDocument { { "txid", Add(call.Host.Name, outcome) } })
            : reply(outcome);

    /// <summary>The answer to a <c>status</c> call.</summary>
    public DuoReply Fetch(SignedCall call, Func<DuoOutcome, DuoReply> reply) =>
        call.Parameters.Find("txid") is { } id && Find(id, call.Host.Name) is { } outcome ? reply(outcome) : DuoReply.InvalidParameters("txid");

    private string Add(string host, DuoOutcome outcome)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var now = time.GetUtcNow();
        lock (gate)
        {
            while (order.TryPeek(out var oldest) && (order.Count >= Most || entries[oldest].Ends <= now))
                entries.Remove(order.Dequeue());
            entries.Add(id, new(host, outcome, now + Lifetime));
            order.Enqueue(id);
        }
        return id;
    }

    private DuoOutcome? Find(string id, string host)
    {
        lock (gate)
        {
            return entries.TryGetValue(id, out var entry) && entry.Ends > time.GetUtcNow() && string.Equals(entry.Host, host, StringComparison.Ordinal)
                ? entry.Outcome : null;
        }
    }

    private sealed record Entry(string Host, DuoOutcome Outcome, DateTimeOffset Ends);
}
