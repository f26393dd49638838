using Microsoft.Extensions.Logging;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Radius;

/// <summary>Counts what was not answered, and logs each reason at most once in ten seconds.</summary>
internal sealed class DropCounter(ILogger logger, TimeProvider clock)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Dictionary<DropReason, DropCount> tallies = [];

    public long Count(DropReason reason)
    {
        lock (gate)
            return tallies.TryGetValue(reason, out var tally) ? tally.All : 0;
    }

    /// <summary>All that was not answered since the start.</summary>
    public IReadOnlyDictionary<DropReason, long> Counts()
    {
        lock (gate)
            return tallies.ToDictionary(pair => pair.Key, pair => pair.Value.All);
    }

    public void Add(DropReason reason, Peer peer, Exception? error = null)
    {
        var level = reason == DropReason.StoreFailed ? LogLevel.Error : LogLevel.Warning;
        if (CountsForLog(reason) is { } unlogged && logger.IsEnabled(level))
            logger.RadiusDropped(level, unlogged, reason, peer.ToString(), error);
    }

    /// <summary>How many drops the next log line reports; null while it is too early for one.</summary>
    private long? CountsForLog(DropReason reason)
    {
        lock (gate)
        {
            if (!tallies.TryGetValue(reason, out var tally))
                tallies.Add(reason, tally = new DropCount());
            tally.All++;
            if (tally.LoggedAt is { } at && clock.GetElapsedTime(at) < Quiet)
                return null;

            var unlogged = tally.All - tally.Logged;
            (tally.Logged, tally.LoggedAt) = (tally.All, clock.GetTimestamp());
            return unlogged;
        }
    }

    private sealed class DropCount
    {
        public long All { get; set; }

        public long Logged { get; set; }

        public long? LoggedAt { get; set; }
    }
}
