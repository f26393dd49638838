using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Authority.Enforcing;

/// <summary>
/// Asks for each name once a minute: a name service may be a network away, and guessers ask often. An answer that does not come in time is none, and
/// so is every other for a while after it: then all names wait for nothing. The machine's own files are asked at once.
/// </summary>
internal sealed class RememberedAccounts(IAccounts accounts, ImmutableArray<string> groups, TimeProvider clock)
{
    private const int Most = 50_000;

    /// <summary>Nobody's, and an account that every machine has.</summary>
    private const string Missing = "sallyport-missing", Present = "root";

    /// <summary>Each occupies a thread while it waits.</summary>
    private const int MostAtOnce = 8;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    /// <summary>libpam-radius-auth waits three seconds for us.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (Account Account, long AskedAt)> known = new(StringComparer.Ordinal);
    private readonly Channel<byte> places = Places();
    private readonly Lock gate = new();
    private readonly EvenPace pace = new(clock);
    private DateTimeOffset restsUntil;
    private int added;
    private volatile Locality? locality;

    public ValueTask<Account> FindAsync(string name, CancellationToken cancel)
    {
        if (known.TryGetValue(name, out var entry) && clock.GetElapsedTime(entry.AskedAt) < Life)
            return ValueTask.FromResult(entry.Account);
        if (AreLocal())
            return ValueTask.FromResult(AskAtOnce(name));
        lock (gate)
        {
            if (clock.GetUtcNow() < restsUntil)
                return ValueTask.FromResult<Account>(new Account.Unanswered());
        }

        return new ValueTask<Account>(AskAsync(name, cancel));
    }

    private bool AreLocal()
    {
        if (locality is not { } latest || clock.GetElapsedTime(latest.ReadAt) >= Life)
            locality = latest = new Locality(accounts.AreLocal, clock.GetTimestamp());
        return latest.IsLocal;
    }

    /// <summary>An account is found sooner than a missing name is not: so each look-up is followed by one of the other kind.</summary>
    private Account AskAtOnce(string name)
    {
        var account = accounts.Find(name, groups);
        _ = accounts.Find(account is Account.Known ? Missing : Present, groups);
        Remember(name, account);
        return account;
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

    private sealed record Locality(bool IsLocal, long ReadAt);
}
