using System.Collections.Concurrent;
using Sallyport.Gate.Linux;

namespace Sallyport.Gate.Relay;

/// <summary>
/// Relays connections on one thread with epoll(7) and splice(2): bytes stay in the kernel, an idle connection holds two descriptors and a
/// few hundred bytes. <see cref="Add"/> and <see cref="Stop"/> may be called from any thread.
/// </summary>
internal sealed class RelayEngine : IDisposable
{
    private const EpollEvents Watched = EpollEvents.In | EpollEvents.Out | EpollEvents.ReadHangUp | EpollEvents.EdgeTriggered;
    private const int SharedBytes = 64 * 1024;

    private readonly RelayOptions options;
    private readonly TimeProvider time;
    private readonly Epoll epoll = new(512);
    private readonly PipePool pipes;
    private readonly Thread thread;
    private readonly byte[] shared = GC.AllocateUninitializedArray<byte>(SharedBytes, pinned: true);
    private readonly ConcurrentQueue<RelayRequest> arrivals = new();
    private readonly ConnectionTable connections = new();
    private readonly Queue<RelayConnection> unfinished = new();
    private readonly DeadlineList[] lists;
    private readonly DeadlineList connecting = new();
    private readonly DeadlineList unwatched = new();
    private readonly DeadlineList closing = new();
    private readonly DeadlineList draining = new();
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool asleep;
    private volatile bool stopping;

    public RelayEngine(RelayOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        pipes = new PipePool(options.Pipes, options.PipeBytes);
        lists = [connecting, unwatched, closing, draining];
        thread = new Thread(Loop) { IsBackground = true, Name = "relay" };
        thread.Start();
    }

    /// <summary>Connections now relayed or being connected.</summary>
    public int Active => connections.Count + arrivals.Count;

    /// <summary>Pipes lent to connections at this moment.</summary>
    public int PipesLent => pipes.Lent;

    /// <summary>Takes a connection over. Its <see cref="RelayRequest.OnEnd"/> is called in every case, also after <see cref="Stop"/>.</summary>
    public void Add(RelayRequest request)
    {
        arrivals.Enqueue(request);
        if (asleep || stopping)
            WakeUp();
    }

    /// <summary>Ends all connections with <see cref="RelayEndReason.Stopped"/>; complete when every one has been closed and reported.</summary>
    public Task Stop()
    {
        stopping = true;
        epoll.Wake();
        return stopped.Task;
    }

    /// <summary>Makes the thread look at its clock again.</summary>
    internal void WakeUp()
    {
        if (!stopped.Task.IsCompleted)
            epoll.Wake();
        else
            RefuseArrivals();
    }

    public void Dispose()
    {
        Stop().GetAwaiter().GetResult();
        thread.Join();
        RefuseArrivals();
        pipes.Dispose();
        epoll.Dispose();
    }

    private void Loop()
    {
        while (!stopping)
        {
            asleep = true;
            Interlocked.MemoryBarrier(); // or the look at the queue could come before the others see us asleep
            var ready = epoll.Wait(!arrivals.IsEmpty || unfinished.Count > 0 ? 0 : UntilDeadline());
            asleep = false;
            for (var i = 0; i < ready; i++)
            {
                if (epoll.Ready(i) is { } report)
                    Handle(report);
            }

            TakeArrivals();
            for (var i = unfinished.Count; i > 0; i--)
            {
                var connection = unfinished.Dequeue();
                connection.Queued = false;
                if (connections.Holds(connection))
                    MoveOn(connection);
            }

            EndOverdue();
        }

        foreach (var connection in connections.All())
            End(connection, RelayEndReason.Stopped);
        stopped.SetResult();
        RefuseArrivals();
    }

    private void Handle(EpollReady report)
    {
        if (connections.Find(report.Token, out var ofBackend) is not { } connection)
            return;
        if (ofBackend)
            connection.ReportBackend(report.Events);
        else
            connection.ReportClient(report.Events);
        if (!connection.Queued)
            MoveOn(connection);
    }

    private void MoveOn(RelayConnection connection)
    {
        var step = connection.Step;
        var progress = connection.Advance(pipes, shared, options.Turn);
        if (connection.Step != step)
            Reschedule(connection, step);
        switch (progress)
        {
            case Progress.Waiting:
                break;
            case Progress.Again:
                connection.Queued = true;
                unfinished.Enqueue(connection);
                break;
            case Progress.Reconnecting:
                if (!epoll.TryAdd(connection.Backend, Watched, ConnectionTable.BackendToken(connection)))
                    End(connection, RelayEndReason.OutOfDescriptors);
                break;
            default:
                End(connection, because: null);
                break;
        }
    }

    private void TakeArrivals()
    {
        while (arrivals.TryDequeue(out var request))
        {
            var now = time.GetTimestamp();
            var connection = new RelayConnection(request, now);
            StreamSocket.Prepare(request.Client);
            connections.Add(connection);
            connecting.Add(connection, now + Ticks(options.ConnectTime));
            if (!connection.TryConnectNext())
                End(connection, because: null);
            else if (!epoll.TryAdd(connection.Backend, Watched, ConnectionTable.BackendToken(connection))
                || !epoll.TryAdd(connection.Client, Watched, ConnectionTable.ClientToken(connection)))
                End(connection, RelayEndReason.OutOfDescriptors);
        }
    }

    // A deadline belongs to a step.
    private void Reschedule(RelayConnection connection, Step before)
    {
        Of(before).Remove(connection);
        Of(connection.Step).Add(connection, time.GetTimestamp() + Ticks(connection.Step switch
        {
            Step.Open => options.WatchAfter,
            Step.Closing => options.CloseTime,
            _ => options.DrainTime,
        }));
    }

    private DeadlineList Of(Step step) => step switch
    {
        Step.Connecting => connecting,
        Step.Open => unwatched,
        Step.Closing => closing,
        _ => draining,
    };

    private void EndOverdue()
    {
        var now = time.GetTimestamp();
        while (unwatched.First is { } settled && settled.Deadline <= now)
        {
            unwatched.Remove(settled);
            settled.WatchOver();
        }

        while (connecting.First is { } late && late.Deadline <= now)
            End(late, RelayEndReason.BackendTimedOut);
        while (closing.First is { } late && late.Deadline <= now)
            End(late, because: null);
        while (draining.First is { } late && late.Deadline <= now)
            End(late, because: null);
    }

    private void End(RelayConnection connection, RelayEndReason? because)
    {
        Of(connection.Step).Remove(connection);
        connections.Remove(connection);
        if (connection.IsUnheard)
            connection.Excuse(options.UnreachableLine.Span);
        connection.End(pipes, because, time.GetElapsedTime(connection.Started));
    }

    private void RefuseArrivals()
    {
        while (arrivals.TryDequeue(out var request))
        {
            Descriptors.Close(request.Client);
            request.OnEnd(new RelayEnd(RelayEndReason.Stopped, 0, 0, TimeSpan.Zero));
        }
    }

    private int UntilDeadline()
    {
        var first = long.MaxValue;
        foreach (var list in lists)
            first = Math.Min(first, list.First?.Deadline ?? long.MaxValue);
        if (first == long.MaxValue)
            return -1;
        var left = Math.Max(0, first - time.GetTimestamp());
        return (int)Math.Min(60_000, (left * 1000 / time.TimestampFrequency) + 1);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
