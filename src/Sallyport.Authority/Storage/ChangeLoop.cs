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
}
