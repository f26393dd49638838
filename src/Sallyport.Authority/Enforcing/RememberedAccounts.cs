using System.Collections.Concurrent;
using System.Collections.Immutable;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Authority.Enforcing;

/// <summary>Asks for each name once a minute: a name service may be a network away, and guessers ask often.</summary>
internal sealed class RememberedAccounts(IAccounts accounts, ImmutableArray<string> groups, TimeProvider clock)
{
    private const int Most = 10_000;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (Account Account, long AskedAt)> known = new(StringComparer.Ordinal);

    public ValueTask<Account> FindAsync(string name, CancellationToken cancel) =>
        known.TryGetValue(name, out var entry) && clock.GetElapsedTime(entry.AskedAt) < Life
            ? ValueTask.FromResult(entry.Account)
            : new ValueTask<Account>(Task.Run(() => Ask(name), cancel));

    private Account Ask(string name)
    {
        var account = accounts.Find(name, groups);
        if (known.Count >= Most)
            known.Clear();
        if (account is not Account.Unanswered)
            known[name] = (account, clock.GetTimestamp());
        return account;
    }
}
