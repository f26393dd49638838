using Sallyport.Authority.Storage;
using Sallyport.Rules.Networks;

namespace Sallyport.Authority.Audit.Statistics;

/// <summary>
/// Logins by the hour, for a month. The audit is read once and then only what was added, so that a page costs no more than what happened since the
/// last one.
/// </summary>
internal sealed class LoginStatistics(IAuditLog audit, TimeProvider clock) : IDisposable
{
    public const int Days = 30;

    private const int Stride = 10_000;

    private readonly SemaphoreSlim reading = new(1);
    private readonly SortedDictionary<long, HourOfLogins> hours = [];
    private long? last;

    /// <summary>The logins of the last hours, at most <see cref="Days"/> days of them.</summary>
    public async Task<LoginFigures> ReadAsync(int lastHours, CancellationToken cancel)
    {
        await reading.WaitAsync(cancel);
        try
        {
            var now = Hour(clock.GetUtcNow());
            await CatchUpAsync(now, cancel);
            return LoginFigures.Of(hours, now - lastHours + 1, now);
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose() => reading.Dispose();

    private async Task CatchUpAsync(long now, CancellationToken cancel)
    {
        var first = now - (Days * 24) + 1;
        last ??= await audit.LastBeforeAsync(DateTimeOffset.FromUnixTimeSeconds(first * 3600), cancel);
        IReadOnlyList<AuditRow> rows;
        do
        {
            rows = await audit.AfterAsync(last.Value, Stride, cancel);
            foreach (var row in rows)
                Count(row, first);
            last = rows.Count == 0 ? last : rows[^1].Number;
        }
        while (rows.Count == Stride);

        foreach (var past in hours.Keys.TakeWhile(hour => hour < first).ToList())
            hours.Remove(past);
        if (hours.TryGetValue(now - 1, out var over))
            over.Close();
    }

    private void Count(AuditRow row, long first)
    {
        var hour = Hour(row.At);
        if (hour < first || !LoginKinds.All.Contains(row.Event.Kind))
            return;

        if (!hours.TryGetValue(hour, out var counts))
        {
            if (hours.Count > 0)
                hours.Last().Value.Close();
            hours[hour] = counts = new HourOfLogins();
        }

        counts.Count(row);
    }

    private static long Hour(DateTimeOffset at) => at.ToUnixTimeSeconds() / 3600;
}

/// <summary>Logins of a stretch of time.</summary>
/// <param name="Hours">Every hour, the quiet ones too, oldest first.</param>
/// <param name="Factors">How often each factor was given, the most frequent first.</param>
/// <param name="RefusedNetworks">The networks with the most tries that were refused, worst first.</param>
internal sealed record LoginFigures(
    IReadOnlyList<LoginHour> Hours,
    IReadOnlyList<(string Factor, int Logins)> Factors,
    IReadOnlyList<(SourceNetwork Network, int Refused)> RefusedNetworks)
{
    private const int MostNetworks = 10;

    public static LoginFigures Of(SortedDictionary<long, HourOfLogins> hours, long first, long last)
    {
        var factors = new Dictionary<string, int>(StringComparer.Ordinal);
        var networks = new Dictionary<SourceNetwork, int>();
        var all = new List<LoginHour>();
        for (var hour = first; hour <= last; hour++)
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(hour * 3600);
            if (!hours.TryGetValue(hour, out var counts))
            {
                all.Add(new LoginHour(at, 0, 0, 0));
                continue;
            }

            all.Add(new LoginHour(at, counts.WithFactor, counts.WithoutFactor, counts.Refused));
            foreach (var (factor, count) in counts.Factors)
                factors[factor] = factors.GetValueOrDefault(factor) + count;
            foreach (var (network, count) in counts.RefusedNetworks)
                networks[network] = networks.GetValueOrDefault(network) + count;
        }

        return new LoginFigures(
            all,
            [.. factors.OrderByDescending(f => f.Value).ThenBy(f => f.Key, StringComparer.Ordinal).Select(f => (f.Key, f.Value))],
            [.. networks.OrderByDescending(n => n.Value).Take(MostNetworks).Select(n => (n.Key, n.Value))]);
    }
}

/// <summary>What logins came to in an hour.</summary>
internal readonly record struct LoginHour(DateTimeOffset At, int WithFactor, int WithoutFactor, int Refused);
