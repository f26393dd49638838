using System.Collections.Immutable;
using Sallyport.Authority.Enforcing;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Authority.Tests.Enforcing;

/// <summary>A name service that hangs, and one that is slow for names that are not there.</summary>
public sealed class RememberedAccountsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_name_service_that_hangs_is_no_answer_for_any_name_and_is_asked_again_after_a_rest()
    {
        var clock = new TestClock();
        using var hung = new HungAccounts();
        var accounts = new RememberedAccounts(hung, [], clock);

        var first = accounts.FindAsync("ada", Cancel);
        await hung.Asked.Task.WaitAsync(Cancel);
        Assert.False(first.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<Account.Unanswered>(await first);

        // All names alike, without a wait, and without another thread that hangs.
        Assert.IsType<Account.Unanswered>(await accounts.FindAsync("nobody", Cancel));
        Assert.Equal(1, hung.Count);

        hung.Free();
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.IsType<Account.Nobody>(await accounts.FindAsync("nobody", Cancel));
    }

    [Fact]
    public async Task a_distant_name_service_answers_known_names_no_sooner_than_others()
    {
        var clock = new TestClock();
        var pace = new EvenPace(clock);
        for (var i = 0; i < 32; i++)
            await Settled(clock, pace.KeepAsync(TimeSpan.FromMilliseconds(i % 2 == 0 ? 1 : 40), Cancel));

        var known = pace.KeepAsync(TimeSpan.FromMilliseconds(1), Cancel);
        clock.Advance(TimeSpan.FromMilliseconds(38));
        Assert.False(known.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await known.WaitAsync(Cancel);
        Assert.True(pace.KeepAsync(TimeSpan.FromMilliseconds(40), Cancel).IsCompleted);
    }

    [Fact]
    public void the_machines_own_files_wait_for_nothing()
    {
        var pace = new EvenPace(new TestClock());
        Assert.All(Enumerable.Range(0, 100), i => Assert.True(pace.KeepAsync(TimeSpan.FromMicroseconds(20 + i), Cancel).IsCompleted));
    }

    [Fact]
    public void the_machines_own_files_are_read_as_a_list_anew_when_they_change_and_every_minute()
    {
        var files = new KnownAccounts(("ada", ["staff"]), ("root", [])) { AreLocal = true };
        var clock = new TestClock();
        var accounts = new RememberedAccounts(files, ["staff", "wheel"], clock);

        Assert.Equal(["staff"], Assert.IsType<Account.Known>(Now("ada")).Groups);
        Assert.IsType<Account.Nobody>(Now("nobody"));
        Assert.Empty(files.Asked);
        Assert.Equal(1, files.Listed);

        files.IsListCurrent = false;
        clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.IsType<Account.Known>(Now("root"));
        Assert.Equal(2, files.Listed);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<Account.Nobody>(Now("nobody"));
        Assert.Equal(3, files.Listed);

        Account Now(string name)
        {
            var asked = accounts.FindAsync(name, Cancel);
            Assert.True(asked.IsCompletedSuccessfully);
            return asked.Result;
        }
    }

    private static async Task Settled(TestClock clock, Task task)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        await task.WaitAsync(Cancel);
    }

    private sealed class HungAccounts : IAccounts, IDisposable
    {
        private readonly ManualResetEventSlim free = new();
        private int count;

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count => Volatile.Read(ref count);

        public Account Find(string name, ImmutableArray<string> groups)
        {
            Interlocked.Increment(ref count);
            Asked.TrySetResult();
            free.Wait();
            return new Account.Nobody();
        }

        public IReadOnlyList<string> Members(string group) => [];

        public void Free() => free.Set();

        public void Dispose() => free.Set();
    }
}
