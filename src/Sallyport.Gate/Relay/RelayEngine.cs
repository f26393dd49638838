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

    private readonly RelayOptions _options;
    private readonly TimeProvider _time;
    private readonly Epoll _epoll = new(512);
    private readonly PipePool _pipes;
    private readonly Thread _thread;
    private readonly byte[] _shared = GC.AllocateUninitializedArray<byte>(SharedBytes, pinned: true);
    private readonly ConcurrentQueue<RelayRequest> _arrivals = new();
    private readonly ConnectionTable _connections = new();
    private readonly Queue<RelayConnection> _unfinished = new();
    private readonly DeadlineList[] _lists;
    private readonly DeadlineList _connecting = new();
    private readonly DeadlineList _unwatched = new();
    private readonly DeadlineList _closing = new();
    private readonly DeadlineList _draining = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _asleep;
    private volatile bool _stopping;

    public RelayEngine(RelayOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _pipes = new PipePool(options.Pipes, options.PipeBytes);
        _lists = [_connecting, _unwatched, _closing, _draining];
        _thread = new Thread(Loop) { IsBackground = true, Name = "relay" };
        _thread.Start();
    }

    /// <summary>Connections now relayed or being connected.</summary>
    public int Active => _connections.Count + _arrivals.Count;

    /// <summary>Pipes lent to connections at this moment.</summary>
    public int PipesLent => _pipes.Lent;

    /// <summary>Takes a connection over. Its <see cref="RelayRequest.OnEnd"/> is called in every case, also after <see cref="Stop"/>.</summary>
    public void Add(RelayRequest request)
    {
        _arrivals.Enqueue(request);
        if (_asleep || _stopping) WakeUp();
    }

    /// <summary>Ends all connections with <see cref="RelayEndReason.Stopped"/>; complete when every one has been closed and reported.</summary>
    public Task Stop()
    {
        _stopping = true;
        _epoll.Wake();
        return _stopped.Task;
    }

    /// <summary>Makes the thread look at its clock again.</summary>
    internal void WakeUp()
    {
        if (!_stopped.Task.IsCompleted) _epoll.Wake();
        else RefuseArrivals();
    }

    public void Dispose()
    {
        Stop().GetAwaiter().GetResult();
        _thread.Join();
        RefuseArrivals();
        _pipes.Dispose();
        _epoll.Dispose();
    }

    private void Loop()
    {
        while (!_stopping)
        {
            _asleep = true;
            Interlocked.MemoryBarrier(); // or the look at the queue could come before the others see us asleep
            var ready = _epoll.Wait(!_arrivals.IsEmpty || _unfinished.Count > 0 ? 0 : UntilDeadline());
            _asleep = false;
            for (var i = 0; i < ready; i++)
            {
                if (_epoll.Ready(i) is { } report) Handle(report);
            }

            TakeArrivals();
            for (var i = _unfinished.Count; i > 0; i--)
            {
                var connection = _unfinished.Dequeue();
                connection.Queued = false;
                if (_connections.Holds(connection)) MoveOn(connection);
            }

            EndOverdue();
        }

        foreach (var connection in _connections.All()) End(connection, RelayEndReason.Stopped);
        _stopped.SetResult();
        RefuseArrivals();
    }

    private void Handle(EpollReady report)
    {
        if (_connections.Find(report.Token, out var ofBackend) is not { } connection) return;
        if (ofBackend) connection.ReportBackend(report.Events);
        else connection.ReportClient(report.Events);
        if (!connection.Queued) MoveOn(connection);
    }

    private void MoveOn(RelayConnection connection)
    {
        var step = connection.Step;
        var progress = connection.Advance(_pipes, _shared, _options.Turn);
        if (connection.Step != step) Reschedule(connection, step);
        switch (progress)
        {
            case Progress.Waiting:
                break;
            case Progress.Again:
                connection.Queued = true;
                _unfinished.Enqueue(connection);
                break;
            case Progress.Reconnecting:
                if (!_epoll.TryAdd(connection.Backend, Watched, ConnectionTable.BackendToken(connection))) End(connection, RelayEndReason.OutOfDescriptors);
                break;
            default:
                End(connection, because: null);
                break;
        }
    }

    private void TakeArrivals()
    {
        while (_arrivals.TryDequeue(out var request))
        {
            var now = _time.GetTimestamp();
            var connection = new RelayConnection(request, now);
            StreamSocket.Prepare(request.Client);
            _connections.Add(connection);
            _connecting.Add(connection, now + Ticks(_options.ConnectTime));
            if (!connection.TryConnectNext()) End(connection, because: null);
            else if (!_epoll.TryAdd(connection.Backend, Watched, ConnectionTable.BackendToken(connection))
                || !_epoll.TryAdd(connection.Client, Watched, ConnectionTable.ClientToken(connection)))
                End(connection, RelayEndReason.OutOfDescriptors);
        }
    }

    // A deadline belongs to a step.
    private void Reschedule(RelayConnection connection, Step before)
    {
        Of(before).Remove(connection);
        Of(connection.Step).Add(connection, _time.GetTimestamp() + Ticks(connection.Step switch
        {
            Step.Open => _options.WatchAfter,
            Step.Closing => _options.CloseTime,
            _ => _options.DrainTime,
        }));
    }

    private DeadlineList Of(Step step) => step switch
    {
        Step.Connecting => _connecting,
        Step.Open => _unwatched,
        Step.Closing => _closing,
        _ => _draining,
    };

    private void EndOverdue()
    {
        var now = _time.GetTimestamp();
        while (_unwatched.First is { } settled && settled.Deadline <= now)
        {
            _unwatched.Remove(settled);
            settled.WatchOver();
        }

        while (_connecting.First is { } late && late.Deadline <= now) End(late, RelayEndReason.BackendTimedOut);
        while (_closing.First is { } late && late.Deadline <= now) End(late, because: null);
        while (_draining.First is { } late && late.Deadline <= now) End(late, because: null);
    }

    private void End(RelayConnection connection, RelayEndReason? because)
    {
        Of(connection.Step).Remove(connection);
        _connections.Remove(connection);
        if (connection.IsUnheard) connection.Excuse(_options.UnreachableLine.Span);
        connection.End(_pipes, because, _time.GetElapsedTime(connection.Started));
    }

    private void RefuseArrivals()
    {
        while (_arrivals.TryDequeue(out var request))
        {
            Descriptors.Close(request.Client);
            request.OnEnd(new RelayEnd(RelayEndReason.Stopped, 0, 0, TimeSpan.Zero));
        }
    }

    private int UntilDeadline()
    {
        var first = long.MaxValue;
        foreach (var list in _lists) first = Math.Min(first, list.First?.Deadline ?? long.MaxValue);
        if (first == long.MaxValue) return -1;
        var left = Math.Max(0, first - _time.GetTimestamp());
        return (int)Math.Min(60_000, (left * 1000 / _time.TimestampFrequency) + 1);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
