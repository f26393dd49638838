using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Authority.Enforcing;

/// <summary>
/// Asks for each name once a minute: a name service may be a network away, and guessers ask often. An answer that does not come in time is none, and
/// so is every other for a while after it: then all names wait for nothing. The machine's own files are read as a list.
/// </summary>
internal sealed class RememberedAccounts(IAccounts accounts, ImmutableArray<string> groups, TimeProvider clock)
{
    private const int Most = 50_000;

    /// <summary>Each occupies a thread while it waits.</summary>
    private const int MostAtOnce = 8;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>libpam-radius-auth waits three seconds for us.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (Account Account, long AskedAt)> known = new(StringComparer.Ordinal);
    private readonly Channel<byte> places = Places();
    private readonly Lock gate = new();
    private readonly Lock reading = new();
    private readonly EvenPace pace = new(clock);
    private DateTimeOffset restsUntil;
    private int added;
    private volatile Listed? listed;
    private long lookedAt;

    public ValueTask<Account> FindAsync(string name, CancellationToken cancel)
    {
        if (List() is { } list)
            return ValueTask.FromResult(list.Find(name));
        if (known.TryGetValue(name, out var entry) && clock.GetElapsedTime(entry.AskedAt) < Life)
            return ValueTask.FromResult(entry.Account);
        lock (gate)
        {
            if (clock.GetUtcNow() < restsUntil)
                return ValueTask.FromResult<Account>(new Account.Unanswered());
        }

        return new ValueTask<Account>(AskAsync(name, cancel));
    }

    private AccountList? List()
    {
        if (listed is { } latest && IsFresh(latest))
            return latest.List;
        lock (reading)
        {
            if (listed is not { } read || !IsFresh(read))
                listed = read = new Listed(lookedAt = clock.GetTimestamp(), accounts.List(groups));
            return read.List;
        }
    }

    /// <summary>Many logins at once look at the files once.</summary>
    private bool IsFresh(Listed read)
    {
        if (clock.GetElapsedTime(Volatile.Read(ref lookedAt)) < BetweenLooks)
            return true;
        if (clock.GetElapsedTime(read.At) >= Life || read.List is { IsCurrent: false })
            return false;
        Volatile.Write(ref lookedAt, clock.GetTimestamp());
        return true;
    }

    private async Task<Account> AskAsync(string name, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            await places.Reader.ReadAsync(both.Token);
            var (account, took) = await Task.Run(() => Ask(name), CancellationToken.None).WaitAsync(both.Token);
            await pace.KeepAsync(took, cancel);
            return account;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            lock (gate)
                restsUntil = clock.GetUtcNow() + Rest;
            return new Account.Unanswered();
        }
    }

    /// <summary>The answer, and how long the name service took for it: a wait for a place or for a thread is no slowness of its own.</summary>
    private (Account Account, TimeSpan Took) Ask(string name)
    {
        var began = clock.GetTimestamp();
        try
        {
            var account = accounts.Find(name, groups);
            var took = clock.GetElapsedTime(began);
            Remember(name, account);
            return (account, took);
        }
        finally
        {
            places.Writer.TryWrite(0);
        }
    }

    private void Remember(string name, Account account)
    {
        if (account is Account.Unanswered)
            return;
        if (Interlocked.Increment(ref added) % Most == 0)
            known.Clear();
        known[name] = (account, clock.GetTimestamp());
    }

    private static Channel<byte> Places()
    {
        var free = Channel.CreateBounded<byte>(MostAtOnce);
        for (var i = 0; i < MostAtOnce; i++)
            free.Writer.TryWrite(0);
        return free;
    }

    /// <param name="At">When it was read.</param>
    /// <param name="List">Null when there is none.</param>
    private sealed record Listed(long At, AccountList? List);
}
