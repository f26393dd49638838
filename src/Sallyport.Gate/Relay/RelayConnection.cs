using Sallyport.Gate.Linux;

namespace Sallyport.Gate.Relay;

/// <summary>What the engine has to do after a connection has moved on.</summary>
internal enum Progress
{
    /// <summary>Wait for epoll.</summary>
    Waiting,

    /// <summary>Come back in the next round: the turn's share is used up.</summary>
    Again,

    /// <summary>The next address of the backend is being tried: watch the new socket.</summary>
    Reconnecting,

    /// <summary>End it.</summary>
    Over,
}

internal enum Step : byte
{
    Connecting,
    Open,

    /// <summary>The backend has ended its stream in order; the client has not.</summary>
    Closing,

    /// <summary>One side has failed while bytes are still on their way to the other.</summary>
    Draining,
}

/// <summary>
/// One relayed connection, moved on by what epoll reports, step by step. Some 300 bytes and two descriptors when idle.
/// </summary>
internal sealed class RelayConnection(RelayRequest request, long started)
{
    private readonly Action<RelayEnd> onEnd = request.OnEnd;
    private RelayRequest? connecting = request;
    private Direction up = new() { From = request.Client, To = -1 };
    private Direction down = new() { From = -1, To = request.Client };
    private RelayEndReason reason = RelayEndReason.BackendUnreachable;
    private int dead = -1;
    private byte nextEndpoint;
    private Step step;

    public int Slot { get; set; }
    public uint Generation { get; set; }

    /// <summary>It waits in the engine's queue for its next turn.</summary>
    public bool Queued { get; set; }

    public long Started => started;
    public int Client => up.From;
    public int Backend => up.To;
    public Step Step => step;

    /// <summary>When the present step must be over; <see cref="long.MaxValue"/> when nothing waits for it. Kept by <see cref="DeadlineList"/>.</summary>
    public long Deadline { get; set; } = long.MaxValue;
    public RelayConnection? Earlier { get; set; }
    public RelayConnection? Later { get; set; }

    /// <summary>Begins to connect to the next address; false when none is left.</summary>
    public bool TryConnectNext()
    {
        while (connecting is { } request && nextEndpoint < request.Endpoints.Count)
        {
            var endpoint = request.Endpoints[nextEndpoint++];
            if (request.Source is { } source && source.EndPoint.AddressFamily != endpoint.AddressFamily)
                continue;
            var outcome = Outbound.Begin(endpoint, request.Source, out var backend);
            up.To = down.From = backend;
            if (backend >= 0)
                return true;
            reason = Explain(outcome);
        }

        return false;
    }

    public void ReportClient(EpollEvents events) => Report(ref up, ref down, events);

    public void ReportBackend(EpollEvents events) => Report(ref down, ref up, events);

    /// <summary>Does what can be done now.</summary>
    public Progress Advance(PipePool pool, Span<byte> shared, int share)
    {
        if (step == Step.Connecting && Connect() is { } unfinished)
            return unfinished;
        var upTurn = Run(ref up, pool, shared, share);
        var downTurn = Run(ref down, pool, shared, share);
        if (dead >= 0 && step != Step.Draining)
        {
            ref var rest = ref dead == Client ? ref up : ref down;
            if (!rest.Done)
                downTurn = Run(ref rest, pool, shared, share);
            if (rest.Done)
                return Settle(pool);
        }

        if (reason == RelayEndReason.BackendClosedEarly && dead < 0)
            return Progress.Over;
        if (up.Done && down.Done)
            return Progress.Over;
        if (down.Done && step == Step.Open)
            step = Step.Closing;
        return upTurn == Turn.Again || downTurn == Turn.Again ? Progress.Again : Progress.Waiting;
    }

    /// <summary>It has lasted long enough to be worth the calls that find a vanished peer.</summary>
    public void WatchOver()
    {
        StreamSocket.WatchOver(Client);
        StreamSocket.WatchOver(Backend);
    }

    /// <summary>The one way out: closes everything, then says why. A null reason is the connection's own.</summary>
    public void End(PipePool pool, RelayEndReason? because, TimeSpan lasted)
    {
        up.Release(pool);
        down.Release(pool);
        if (Backend >= 0)
            Descriptors.Close(Backend);
        Descriptors.Close(Client);
        onEnd(new RelayEnd(because ?? reason, up.Bytes, down.Bytes, lasted));
    }

    /// <summary>The client has not had a byte: it can still be told why it is let go.</summary>
    public bool IsUnheard => step == Step.Connecting || reason == RelayEndReason.BackendClosedEarly;

    /// <summary>Tells a client whose backend cannot be reached why it is let go; its input is taken first, or the close would be a reset.</summary>
    public void Excuse(ReadOnlySpan<byte> line)
    {
        _ = StreamSocket.Discard(Client, 1 << 16);
        _ = StreamSocket.Send(Client, line);
    }

    private Progress? Connect()
    {
        if (up.Readable && StreamSocket.PendingError(Client) != ErrnoCode.Ok)
        {
            reason = RelayEndReason.ClientReset;
            connecting = null;
            return Progress.Over;
        }

        if (!up.Writable)
            return Progress.Waiting;
        var error = down.Ending ? StreamSocket.PendingError(Backend) : ErrnoCode.Ok;
        if (error != ErrnoCode.Ok)
        {
            reason = Explain(error);
            Descriptors.Close(Backend);
            up.To = down.From = -1;
            up.Writable = down.Readable = down.Ending = false;
            return reason != RelayEndReason.BackendClosedEarly && TryConnectNext() ? Progress.Reconnecting : Progress.Over;
        }

        var preamble = connecting!.Preamble.Span;
        connecting = null;
        step = Step.Open;
        reason = RelayEndReason.Finished;
        if (preamble.Length == 0 || StreamSocket.Send(Backend, preamble) == preamble.Length)
            return null;
        reason = RelayEndReason.BackendClosedEarly;
        return Progress.Over;
    }

    private Turn Run(ref Direction direction, PipePool pool, Span<byte> shared, int share)
    {
        if (direction.Done)
            return Turn.Waiting;
        var outcome = direction.Run(pool, shared, share);
        if (outcome is Turn.Ended or Turn.SourceFailed)
            direction.Done = true;
        if (outcome == Turn.Ended && direction.From == Backend && direction.Bytes == 0 && !up.Done)
            reason = RelayEndReason.BackendClosedEarly;
        else if (outcome == Turn.Ended && !(up.Done && down.Done))
            StreamSocket.EndWriting(direction.To);
        if (outcome == Turn.SourceFailed)
            Blame(direction.From, direction.Error);
        if (outcome == Turn.TargetFailed)
        {
            direction.Discarding = true;
            Blame(direction.To, direction.Error);
        }

        return outcome;
    }

    private void Blame(int side, ErrnoCode error)
    {
        if (dead >= 0)
            return;
        dead = side;
        var lost = error == ErrnoCode.TimedOut;
        reason = side == Client
            ? lost ? RelayEndReason.ClientLost : RelayEndReason.ClientReset
            : lost ? RelayEndReason.BackendLost
            : down.Bytes == 0 ? RelayEndReason.BackendClosedEarly
            : RelayEndReason.BackendReset;
    }

    // One side is gone and all that it sent has been passed on. The other one learns it the same way, by a reset, unless that would
    // destroy bytes it has not received yet: those come first, then an ordinary end.
    private Progress Settle(PipePool pool)
    {
        if (reason == RelayEndReason.BackendClosedEarly && down.Bytes == 0)
            return Progress.Over;
        if (reason == RelayEndReason.BackendClosedEarly)
            reason = RelayEndReason.BackendReset; // its last words came after the news of its end
        ref var live = ref dead == Client ? ref down : ref up;
        live.Release(pool);
        live.Discarding = true;
        if (StreamSocket.Unsent(live.From) == 0)
        {
            StreamSocket.ResetOnClose(live.From);
            return Progress.Over;
        }

        StreamSocket.EndWriting(live.From);
        step = Step.Draining;
        return live.Done ? Progress.Over : Progress.Waiting;
    }

    private static void Report(ref Direction from, ref Direction to, EpollEvents events)
    {
        const EpollEvents gone = EpollEvents.Error | EpollEvents.HangUp;
        if ((events & (EpollEvents.In | EpollEvents.ReadHangUp | gone)) != EpollEvents.None)
            from.Readable = true;
        if ((events & (EpollEvents.ReadHangUp | gone)) != EpollEvents.None)
            from.Ending = true;
        if ((events & (EpollEvents.Out | gone)) != EpollEvents.None)
            to.Writable = true;
    }

    private static RelayEndReason Explain(ErrnoCode error) => error switch
    {
        ErrnoCode.ConnectionRefused => RelayEndReason.BackendRefused,
        ErrnoCode.ConnectionReset or ErrnoCode.BrokenPipe => RelayEndReason.BackendClosedEarly, // a reset ends what had been established
        ErrnoCode.TimedOut => RelayEndReason.BackendTimedOut,
        ErrnoCode.NotPermitted or ErrnoCode.NoPermission => RelayEndReason.TransparentNotPermitted,
        ErrnoCode.TooManyInProcess or ErrnoCode.TooManyInSystem or ErrnoCode.NoBuffers => RelayEndReason.OutOfDescriptors,
        _ => RelayEndReason.BackendUnreachable,
    };
}
