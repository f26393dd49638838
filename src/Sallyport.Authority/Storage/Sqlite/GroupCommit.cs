using Sallyport.Authority.Machine;
using Sallyport.Authority.Metrics.Instruments;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>What stands around the writer: called on its thread.</summary>
internal interface IWriterHost
{
    /// <summary>Another session after an error.</summary>
    WriterSession Open();

    /// <summary>The last word in each transaction.</summary>
    void BeforeCommit(WriterSession session);

    /// <summary>The transaction is on the disk and its writes are published; the callers still wait.</summary>
    void AfterCommit(WriterSession session);

    /// <summary>A transaction failed; its callers still wait. It may be on the disk all the same, when the disk failed at the wrong moment.</summary>
    void Failed(StoreException why);
}

/// <summary>
/// The one writer: a thread that takes whatever waits, applies it in one transaction, and completes the callers once that is on the
/// disk. While it waits for the disk the next group gathers, so that the more callers there are, the more share a flush.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    /// <summary>More than this waiting means that the disk has stalled: callers are refused instead of piling up.</summary>
    public const int MostWaiting = 10_000;

    private const int MostInAGroup = 1024;

    private readonly IWriterHost host;
    private readonly Lock gate = new();
    private readonly Queue<Write> waiting = new();
    private readonly SemaphoreSlim work = new(0);
    private readonly TimeProvider clock;
    private readonly LatencyHistogram commits = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WriterSession? session;
    private bool closed;
    private long writes;
    private long failures;
    private volatile StoreFailure? lastFailure;

    /// <param name="first">The session to begin with.</param>
    /// <param name="host">What stands around.</param>
    /// <param name="clock">Tells how long transactions take.</param>
    public GroupCommit(WriterSession first, IWriterHost host, TimeProvider clock)
    {
        (session, this.host, this.clock) = (first, host, clock);
        new Thread(Run) { IsBackground = true, Name = "store writer" }.Start();
    }

    /// <exception cref="StoreException">Closed, or too many are waiting.</exception>
    public Task<T> Enqueue<T>(Write<T> write)
    {
        lock (gate)
        {
            if (closed)
                throw new StoreException("the authority is shutting down; try again when it is back");
            if (waiting.Count >= MostWaiting)
                throw new StoreException("the disk with the database is too slow; try again later");
            waiting.Enqueue(write);
            if (waiting.Count == 1)
                work.Release();
        }

        return write.Outcome;
    }

    /// <param name="auditRows">The number of the last row of the audit.</param>
    public StoreFigures Figures(long auditRows)
    {
        lock (gate)
            return new StoreFigures(commits, Volatile.Read(ref writes), Volatile.Read(ref failures), lastFailure, waiting.Count, auditRows);
    }

    /// <summary>Writes what is waiting, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (!closed)
                work.Release();
            closed = true;
        }

        await ended.Task;
        work.Dispose();
    }

    private void Run()
    {
        var group = new List<Write>(MostInAGroup);
        while (Take(group))
        {
            Commit(group);
            group.Clear();
        }

        session?.Dispose();
        ended.SetResult();
    }

    private bool Take(List<Write> group)
    {
        while (true)
        {
            work.Wait();
            lock (gate)
            {
                while (group.Count < MostInAGroup && waiting.TryDequeue(out var write))
                    group.Add(write);
                if (waiting.Count > 0 || closed)
                    work.Release();
                if (group.Count > 0)
                    return true;
                if (closed)
                    return false;
            }
        }
    }

    private void Commit(List<Write> group)
    {
        var began = clock.GetTimestamp();
        try
        {
            session ??= host.Open();
            session.Begin();
            for (var i = 0; i < group.Count; i++)
            {
                if (group[i].IsWithdrawn)
                    Withdraw(group, i--);
                else
                    group[i].Apply(session);
            }

            host.BeforeCommit(session);
            session.Commit();
            commits.Add(clock.GetElapsedTime(began));
            Volatile.Write(ref writes, writes + group.Count);
            lastFailure = null;
        }
        catch (Exception e)
        {
            session?.Dispose();
            session = null;
            var fault = StoreFault.Of(e);
            Volatile.Write(ref failures, failures + 1);
            lastFailure = new StoreFailure(clock.GetUtcNow(), fault.Message);
            host.Failed(fault);
            foreach (var write in group)
                write.Failed(fault);
            return;
        }

        foreach (var write in group)
            write.Publish();
        host.AfterCommit(session);
        foreach (var write in group)
            write.Complete();
    }

    private static void Withdraw(List<Write> group, int index)
    {
        group[index].Withdrawn();
        group.RemoveAt(index);
    }
}
