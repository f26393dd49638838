using System.Collections.Immutable;
using Sallyport.Rules.Audit;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Storage;

/// <summary>What is decided about a person as stored now.</summary>
/// <param name="Next">The person to store. When it is the very person that was given, only the events (if any) are stored.</param>
/// <param name="Events">The audit events of the same write.</param>
/// <param name="Outcome">What the caller is told once that is on the disk.</param>
internal readonly record struct Change<T>(Person Next, ImmutableArray<AuditEvent> Events, T Outcome);

/// <summary>The only way in which a stored person changes: load, decide, compare-and-set; on a conflict load and decide again.</summary>
internal static class ChangeLoop
{
    /// <summary>More conflicts than this in a row on one name mean that something is wrong.</summary>
    public const int MostConflicts = 1000;

    /// <returns>The outcome of the decision that was stored; it is durable.</returns>
    /// <exception cref="InvalidOperationException">There were <see cref="MostConflicts"/> conflicts in a row; nothing was stored.</exception>
    public static async Task<T> ChangeAsync<T>(this IStore store, string name, Func<Person, Change<T>> decide, CancellationToken cancel)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            cancel.ThrowIfCancellationRequested();
            var person = await store.FindAsync(name, cancel);
            var change = decide(person);
            if (ReferenceEquals(change.Next, person))
            {
                if (!change.Events.IsEmpty)
                    await store.AppendAsync(change.Events, cancel);
                return change.Outcome;
            }

            if (await store.CommitAsync(change.Next, change.Events, cancel) == Commit.Done)
                return change.Outcome;
        }

        throw new InvalidOperationException($"the store reported {MostConflicts} conflicts in a row");
    }

    /// <summary>The same for a change that the rules may refuse. What a refusal counts is stored.</summary>
    /// <param name="audited">What is added to each audit event: from where the change was made.</param>
    /// <returns>The person as stored after the change, or why the rules say no.</returns>
    public static Task<PersonChange> ChangeAsync(
        this IStore store, string name, Func<Person, PersonChange> decide, Func<AuditEvent, AuditEvent> audited, CancellationToken cancel) => store.ChangeAsync(
        name,
        person =>
        {
            var change = decide(person) switch
            {
                PersonChange.Done done => Audited(done, audited),
                PersonChange.Refused { Counted: { } counted } refused => refused with { Counted = Audited(counted, audited) },
                var refused => refused,
            };
            return (change as PersonChange.Done ?? (change as PersonChange.Refused)?.Counted) is { } stored
                ? new Change<PersonChange>(stored.Next, stored.Events, change)
                : new Change<PersonChange>(person, [], change);
        },
        cancel);

    private static PersonChange.Done Audited(PersonChange.Done done, Func<AuditEvent, AuditEvent> audited) => done with { Events = [.. done.Events.Select(audited)] };
}
