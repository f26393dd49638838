using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Storage;

/// <summary>The one loop by which people change, whoever asks: logins, the portal, devices, administrators.</summary>
public sealed class ChangeLoopTests : IAsyncDisposable
{
    private readonly MemoryStore store = new(new TestClock());

    public ChangeLoopTests() => store.Put(Person.Registered("ada"));

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task after_a_conflict_the_rules_decide_anew_on_the_person_as_stored_now()
    {
        var conflicts = 3;
        store.BeforeCommit = () =>
        {
            if (conflicts-- > 0)
                ChangeBySomebodyElse();
            return ValueTask.CompletedTask;
        };
        var seen = new List<long>();

        var outcome = await store.ChangeAsync("ada", person => Locked(person, seen), Cancel);

        Assert.Equal("locked", outcome);
        Assert.Equal(4, seen.Distinct().Count());
        Assert.Single(await store.TailAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task a_name_that_conflicts_for_ever_ends_by_an_exception_and_stores_nothing()
    {
        store.BeforeCommit = () =>
        {
            ChangeBySomebodyElse();
            return ValueTask.CompletedTask;
        };
        var seen = new List<long>();

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.ChangeAsync("ada", person => Locked(person, seen), Cancel));

        Assert.Equal(ChangeLoop.MostConflicts, seen.Count);
        Assert.Empty(await store.TailAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task who_gave_up_is_not_decided_for_again_after_a_conflict()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        store.BeforeCommit = async () =>
        {
            ChangeBySomebodyElse();
            await patience.CancelAsync();
        };
        var seen = new List<long>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ChangeAsync("ada", person => Locked(person, seen), patience.Token));

        Assert.Single(seen);
    }

    [Fact]
    public async Task a_decision_that_changes_nobody_writes_its_events_and_no_person()
    {
        store.BeforeCommit = () => throw new InvalidOperationException("nothing is to be written");

        var outcome = await store.ChangeAsync("ada", person => new Change<int>(person, [new AuditEvent(AuditKind.CodeWrong, "ada")], 7), Cancel);

        Assert.Equal(7, outcome);
        Assert.Equal(AuditKind.CodeWrong, Assert.Single(await store.TailAsync(0, 10, Cancel)).Event.Kind);
    }

    private void ChangeBySomebodyElse() => store.Put(Person.Registered("ada"));

    private static Change<string> Locked(Person person, List<long> seen)
    {
        seen.Add(person.Version);
        return new(person with { Standing = PersonStanding.Locked }, [new AuditEvent(AuditKind.CodeWrong, person.Name)], "locked");
    }
}
