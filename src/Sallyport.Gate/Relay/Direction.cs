using Sallyport.Gate.Linux;

namespace Sallyport.Gate.Relay;

/// <summary>What became of a turn of one direction.</summary>
internal enum Turn
{
    /// <summary>Nothing more to do until epoll reports.</summary>
    Waiting,

    /// <summary>The turn's share is used up; there is more.</summary>
    Again,

    /// <summary>The source ended its stream, and all of it has been passed on.</summary>
    Ended,

    /// <summary>The source is broken; <see cref="Direction.Error"/> says how.</summary>
    SourceFailed,

    /// <summary>The target is broken; <see cref="Direction.Error"/> says how.</summary>
    TargetFailed,
}

/// <summary>One half of a connection: from one socket to the other. Holds a pipe only while bytes are in it.</summary>
internal struct Direction
{
    // More than a pipe's size in bytes: a slot takes a piece of a packet of up to eight pages.
    private const int Largest = 4 << 20;

    private int inPipe;
    private int pipeRead;
    private int pipeWrite;
    private bool hasPipe;
    private bool sourceEnded;

    public int From;
    public int To;
    public long Bytes;
    public ErrnoCode Error;

    /// <summary>epoll has reported input (or an end, or an error) that we have not yet run dry.</summary>
    public bool Readable;

    /// <summary>epoll has reported that the source will send no more: what can be read ends in an end, not in a wait.</summary>
    public bool Ending;

    /// <summary>epoll has reported room that we have not yet filled.</summary>
    public bool Writable;

    /// <summary>Nothing will move here again.</summary>
    public bool Done;

    /// <summary>The target is gone: input is thrown away until the source ends too.</summary>
    public bool Discarding;

    public Turn Run(PipePool pool, Span<byte> shared, int share)
    {
        if (Discarding)
            return Discard();
        while (share > 0)
        {
            if (inPipe > 0)
            {
                if (!Writable)
                    return Turn.Waiting;
                var sent = Splice.Move(pipeRead, To, inPipe);
                if (sent > 0)
                {
                    inPipe -= (int)sent;
                    Bytes += sent;
                    share -= (int)sent;
                }
                else if (!Retry(ref Writable))
                {
                    return Fail(pool, Turn.TargetFailed);
                }

                continue;
            }

            if (sourceEnded)
            {
                Release(pool);
                return Turn.Ended;
            }

            if (!Readable)
            {
                Release(pool);
                return Turn.Waiting;
            }

            if (!hasPipe && !TryTakePipe(pool))
            {
                if (Copy(shared, ref share) is { } outcome)
                    return outcome == Turn.Waiting ? outcome : Fail(pool, outcome);
                continue;
            }

            var received = Splice.Move(From, pipeWrite, Largest);
            if (received > 0)
            {
                inPipe = (int)received;
                // So few bytes cannot have filled the slots: the source has run dry, and epoll reports what comes after.
                if (received < pool.Slots && !Ending)
                    Readable = false;
            }
            else if (received == 0)
                sourceEnded = true;
            else if (!Retry(ref Readable))
                return Fail(pool, Turn.SourceFailed);
        }

        return Turn.Again;
    }

    /// <summary>Gives the pipe back, destroyed when bytes are left in it. Repeatable.</summary>
    public void Release(PipePool pool)
    {
        if (!hasPipe)
            return;
        hasPipe = false;
        if (inPipe == 0)
            pool.Return(new RelayPipe(pipeRead, pipeWrite));
        else
            pool.Destroy(new RelayPipe(pipeRead, pipeWrite));
        inPipe = 0;
    }

    // Without a pipe: look, send, then take from the source exactly what the target accepted, so that nothing is held here.
    private Turn? Copy(Span<byte> shared, ref int share)
    {
        if (!Writable)
            return Turn.Waiting;
        var seen = StreamSocket.PeekAt(From, shared);
        if (seen == 0)
            sourceEnded = true;
        if (seen < 0 && !Retry(ref Readable))
            return Turn.SourceFailed;
        if (seen <= 0)
            return null;
        var sent = StreamSocket.Send(To, shared[..(int)seen]);
        if (sent < 0)
            return Retry(ref Writable) ? null : Turn.TargetFailed;
        _ = StreamSocket.Discard(From, (int)sent);
        Bytes += sent;
        share -= (int)sent;
        return null;
    }

    private Turn Discard()
    {
        for (var i = 0; i < 16; i++)
        {
            if (!Readable)
                return Turn.Waiting;
            var taken = StreamSocket.Discard(From, 1 << 20);
            if (taken == 0)
                return Turn.Ended;
            if (taken < 0 && !Retry(ref Readable))
                return Turn.SourceFailed;
        }

        return Turn.Again;
    }

    private bool TryTakePipe(PipePool pool)
    {
        if (!pool.TryRent(out var pipe))
            return false;
        (pipeRead, pipeWrite) = (pipe.ReadEnd, pipe.WriteEnd);
        return hasPipe = true;
    }

    private Turn Fail(PipePool pool, Turn outcome)
    {
        Error = Errno.Last;
        Release(pool);
        return outcome;
    }

    // True when the call may be made again: at once after a signal, after epoll's word once the socket has run dry or full.
    private static bool Retry(ref bool ready)
    {
        var error = Errno.Last;
        if (error == ErrnoCode.Again)
            ready = false;
        return error is ErrnoCode.Again or ErrnoCode.Interrupted;
    }
}
