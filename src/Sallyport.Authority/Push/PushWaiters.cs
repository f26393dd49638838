using Microsoft.Extensions.Logging;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Authority.Push;

/// <summary>
/// Logins that wait for an answer: an entry each, no thread and no timer. An answer given to this process wakes its login at once; one sweep
/// a second looks for answers given to other authorities, and for waits that are over.
/// </summary>
internal sealed class PushWaiters : IDisposable
{
    /// <summary>Logins that wait at a time at most; a further one is refused.</summary>
    public const int Most = 32_768;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly IPeople people;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly Dictionary<PushId, List<Waiter>> waiting = [];
    private readonly ITimer sweep;
    private int count;
    private int sweeping;
    private bool closed;

    public PushWaiters(IPeople people, TimeProvider clock, ILogger<PushWaiters> logger)
    {
        (this.people, this.clock, this.logger) = (people, clock, logger);
        sweep = clock.CreateTimer(_ => _ = SweepAsync(), null, Pace, Pace);
    }

    public int Count
    {
        get
        {
            lock (gate)
                return count;
        }
    }

    /// <summary>
    /// Begins to wait; to be called before the state is looked at, so that no answer falls between. Null when too many wait, or the
    /// authority stops.
    /// </summary>
    public Waiter? Enter(string person, PendingPush push, DateTimeOffset until)
    {
        var waiter = new Waiter(this, person, push.Id, push.Expires < until ? push.Expires : until);
        lock (gate)
        {
            if (closed || count >= Most)
                return null;
            if (!waiting.TryGetValue(push.Id, out var others))
                waiting.Add(push.Id, others = new(1));
            others.Add(waiter);
            count++;
        }

        return waiter;
    }

    /// <summary>The push has changed: logins that wait for it look again.</summary>
    public void Wake(PushId push)
    {
        Waiter[] woken;
        lock (gate)
            woken = waiting.TryGetValue(push, out var waiters) ? [.. waiters] : [];
        foreach (var waiter in woken)
            waiter.Wake();
    }

    /// <summary>Wakes everybody; nobody waits from now on.</summary>
    public void Close()
    {
        Waiter[] all;
        lock (gate)
        {
            closed = true;
            all = [.. waiting.Values.SelectMany(w => w)];
        }

        foreach (var waiter in all)
            waiter.Wake();
    }

    public void Dispose()
    {
        sweep.Dispose();
        Close();
    }

    private async Task SweepAsync()
    {
        if (Interlocked.Exchange(ref sweeping, 1) == 1)
            return;
        try
        {
            Waiter[] all;
            lock (gate)
                all = [.. waiting.Values.SelectMany(w => w)];
            foreach (var waiter in all)
            {
                if (waiter.Until <= clock.GetUtcNow() || await IsAnsweredAsync(waiter))
                    waiter.Wake();
            }
        }
        catch (Exception fault)
        {
            // Logins go on waiting for the next sweep; those whose time is over end by it.
            logger.PushSweepFailed(fault);
        }
        finally
        {
            Volatile.Write(ref sweeping, 0);
        }
    }

    private async ValueTask<bool> IsAnsweredAsync(Waiter waiter)
    {
        var person = await people.FindAsync(waiter.Person, CancellationToken.None);
        return person.Enrolments.Devices.Push is not { Verdict: PushVerdict.Waiting } push || push.Id != waiter.Push;
    }

    private void Leave(Waiter waiter)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(waiter.Push, out var others) || !others.Remove(waiter))
                return;
            count--;
            if (others.Count == 0)
                waiting.Remove(waiter.Push);
        }
    }

    /// <summary>A login's place among those that wait.</summary>
    internal sealed class Waiter(PushWaiters all, string person, PushId push, DateTimeOffset until) : IDisposable
    {
        private readonly TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Person => person;

        public PushId Push => push;

        public DateTimeOffset Until => until;

        public Task Woken => woken.Task;

        public void Wake() => woken.TrySetResult();

        public void Dispose() => all.Leave(this);
    }
}
