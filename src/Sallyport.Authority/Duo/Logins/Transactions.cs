using System.Security.Cryptography;

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

    /// <summary>The new transaction's id.</summary>
    public string Add(string host, DuoOutcome outcome)
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

    /// <summary>The outcome, or null when there is no such transaction, it is another integration's, or too old.</summary>
    public DuoOutcome? Find(string id, string host)
    {
        lock (gate)
        {
            return entries.TryGetValue(id, out var entry) && entry.Ends > time.GetUtcNow() && string.Equals(entry.Host, host, StringComparison.Ordinal)
                ? entry.Outcome : null;
        }
    }

    private sealed record Entry(string Host, DuoOutcome Outcome, DateTimeOffset Ends);
}
