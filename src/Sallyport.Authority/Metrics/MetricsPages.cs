using System.Reflection;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Metrics.Instruments;
using Sallyport.Authority.Radius;
using Sallyport.Authority.Storage;
using Sallyport.Settings;

namespace Sallyport.Authority.Metrics;

/// <summary>What a collector and a load balancer may ask: <c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c>.</summary>
internal sealed class MetricsPages(IStore store, LoginCounts logins, RadiusServer radius, Deliveries deliveries, TimeProvider clock)
{
    /// <summary>How long the database may take to show that it can be read.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long after a failed write the authority is not ready: it would try the next write itself.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);

    private static readonly string Version =
        typeof(MetricsPages).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private readonly DateTimeOffset started = clock.GetUtcNow();

    public string Text()
    {
        var figures = store.Figures;
        return new PrometheusText()
            .Counter("sallyport_logins_total", "Decided logins.", logins.Logins.All())
            .Counter("sallyport_lockouts_total", "Budgets of wrong codes that were used up.", logins.Lockouts.All())
            .Counter("sallyport_push_answers_total", "Answers to pushes and calls.", logins.Pushes.All())
            .Histogram("sallyport_radius_answer_seconds", "Time from an Access-Request to its answer, without those that wait for a device.", radius.Answers)
            .Counter("sallyport_radius_dropped_total", "Datagrams without an answer.", Drops())
            .Counter("sallyport_messages_total", "Messages, by how they ended.", deliveries.Ended.All())
            .Gauge("sallyport_messages_waiting", "Messages that wait to be sent.", deliveries.Waiting)
            .Histogram("sallyport_store_commit_seconds", "Time of a transaction until it is on the disk.", figures.Commits)
            .Counter("sallyport_store_writes_total", "Writes; several share a transaction.", figures.Writes)
            .Counter("sallyport_store_failures_total", "Transactions that failed.", figures.Failures)
            .Gauge("sallyport_store_waiting", "Writes that wait for the disk.", figures.Waiting)
            .Gauge("sallyport_audit_rows", "The number of the last row of the audit.", figures.AuditRows)
            .Gauge("sallyport_start_time_seconds", "When the authority started, in Unix time.", started.ToUnixTimeSeconds())
            .Counter("sallyport_build_info", "Always 1; the label is the version.", [(LabelSet.Of(["version"], [Version]), 1)])
            .ToString();
    }

    /// <summary>Why no login can be decided now; null when the authority is ready.</summary>
    public async Task<string?> FaultAsync(CancellationToken cancel)
    {
        if (store.Figures.LastFailure is { } failure && clock.GetUtcNow() - failure.At < Recovery)
            return failure.Why;
        try
        {
            await store.TailAsync(0, 1, cancel).AsTask().WaitAsync(Patience, clock, cancel);
            return null;
        }
        catch (StoreException e)
        {
            return e.Message;
        }
        catch (TimeoutException)
        {
            return "the database does not answer in time; look at its disk";
        }
    }

    private IEnumerable<(string Labels, long Count)> Drops() =>
        radius.Drops.Counts().OrderBy(drop => drop.Key).Select(drop => (LabelSet.Of(["reason"], [KebabCase.Of(drop.Key.ToString())]), drop.Value));
}
