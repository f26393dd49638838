using System.Collections.Concurrent;
using Sallyport.Gate.Connections;
using Sallyport.Gate.Handover;
using Sallyport.Gate.Linux;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Loop;

/// <summary>
/// The gate's one thread: it waits for the kernel, for the launcher's reports and for what other threads ask it to do, and leads all of it to
/// the <see cref="Pipeline"/>. Nothing else touches the pipeline, so nothing there is locked.
/// </summary>
internal sealed class GateLoop(Epoll epoll, GateClock clock, ConnectionSet connections, Pipeline pipeline, SshdLink? sshd)
{
    public const ulong ChannelToken = 0;
    public const ulong FirstListenerToken = 1;

    private const int TickMilliseconds = 100;
    private const int IdleMilliseconds = 1000;

    private readonly ConcurrentQueue<Action<Moment>> asked = [];
    private readonly FloodPacing pacing = new();
    private int refused;
    private long tickAt;
    private bool isStopping;

    /// <summary>Connections are no longer taken; runs until the last hand-over is answered.</summary>
    public bool IsStopping => Volatile.Read(ref isStopping);

    /// <summary>Runs something on the gate's thread, soon.</summary>
    public void Post(Action<Moment> action)
    {
        asked.Enqueue(action);
        epoll.Wake();
    }

    /// <summary>Runs something on the gate's thread and brings its answer back.</summary>
    public Task<TAnswer> Ask<TAnswer>(Func<Moment, TAnswer> question)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(now =>
        {
            try
            {
                answer.SetResult(question(now));
            }
            catch (Exception fault)
            {
                answer.SetException(fault);
            }
        });
        return answer.Task;
    }

    /// <summary>Runs until <see cref="Stop"/> or until the launcher is gone.</summary>
    public void Run(IReadOnlyList<int> listeners)
    {
        for (var i = 0; i < listeners.Count; i++)
            epoll.TryAdd(listeners[i], EpollEvents.In, FirstListenerToken + (ulong)i);
        var stopBy = long.MaxValue;
        while (true)
        {
            var ready = epoll.Wait(connections.Waiting > 0 || pipeline.HasPending ? TickMilliseconds : IdleMilliseconds);
            var now = clock.Now;
            for (var i = 0; i < ready; i++)
            {
                if (epoll.Ready(i) is { } one && !Turn(one, listeners, now))
                    return;
            }

            while (asked.TryDequeue(out var action))
                action(now);
            sshd?.Flush();
            if (now.Milliseconds >= tickAt)
            {
                tickAt = now.Milliseconds + TickMilliseconds;
                connections.Expire(now, connection => pipeline.Expire(connection, now));
                pipeline.Watch(now);
            }

            if (pacing.IsPauseWorthIt(refused, now.Milliseconds))
                Pauses.Sleep(FloodPacing.Pause);
            refused = 0;
            if (isStopping && stopBy == long.MaxValue)
                stopBy = now.Milliseconds + IdleMilliseconds;
            if (isStopping && (connections.Waiting == 0 || now.Milliseconds > stopBy))
                return;
        }
    }

    /// <summary>Takes no more connections; those waiting for the peek go on, then <see cref="Run"/> ends.</summary>
    public void Stop(IReadOnlyList<int> listeners) => Post(now =>
    {
        foreach (var listener in listeners)
            epoll.Remove(listener);
        pipeline.Stop(now);
        Volatile.Write(ref isStopping, true);
    });

    /// <summary>One ready descriptor; false when it was the channel and the launcher is gone.</summary>
    private bool Turn(EpollReady ready, IReadOnlyList<int> listeners, Moment now)
    {
        if (ready.Token >= ConnectionSet.FirstNumber)
        {
            pipeline.Hear(ready.Token, ready.Events, now);
        }
        else if (ready.Token >= FirstListenerToken)
        {
            if (!isStopping)
                refused += pipeline.Accept(listeners[(int)(ready.Token - FirstListenerToken)], now);
        }
        else
        {
            while (sshd?.Receive() is { } report)
                pipeline.Hear(report, now);
            return sshd is { IsOpen: true }; // to a relay the launcher never says anything but its end
        }

        return true;
    }
}
