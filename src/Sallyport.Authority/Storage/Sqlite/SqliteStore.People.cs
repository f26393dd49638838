using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage.Stored;
using Sallyport.Rules.Audit;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    private const int PageOfPeople = 256;

    public ValueTask<Person> FindAsync(string name, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        name = AsStored(name);
        return ValueTask.FromResult(cache.Find(name) ?? absences.Find(name) ?? Read(name));
    }

    public async ValueTask<Commit> CommitAsync(Person next, ImmutableArray<AuditEvent> events, CancellationToken cancel)
    {
        var name = AsStored(next.Name);
        // Sealed here, beside other callers; the writer does it again in the rare case that the guess of version or key is wrong.
        var version = next.Version == 0 ? Volatile.Read(ref pruned) + 1 : next.Version + 1;
        var blob = Seal(next, name, version);
        var stored = await WriteAsync(
            session => Apply(session, next, name, version, blob, events),
            person => Publish(name, person),
            cancel);
        return stored is null ? Commit.Conflict : Commit.Done;
    }

    public async ValueTask<bool> EraseAsync(string name, AuditEvent happened, CancellationToken cancel)
    {
        var stored = AsStored(name);
        return await WriteAsync(
            session => session.Erase(stored, happened),
            _ => Publish(stored, null),
            cancel);
    }

    public async IAsyncEnumerable<Person> RegisteredAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var last = string.Empty;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = await Task.Run(() => readers.Read(r => r.RegisteredAfter(last, PageOfPeople)), cancel);
            foreach (var row in rows)
                yield return OpenOrReadAgain(row, ring);
            if (rows.Count < PageOfPeople)
                yield break;
            last = rows[^1].Name;
        }
    }

    /// <summary>Null on a conflict, else the person as stored.</summary>
    private Person? Apply(WriterSession session, Person next, string name, long version, byte[] blob, ImmutableArray<AuditEvent> events)
    {
        var right = next.Version == 0 ? session.FirstVersion(name) : version;
        if (right != version || SealingKey.IdOf(blob) != ring.Newest.Id)
            (version, blob) = (right, Seal(next, name, right));

        var done = next.Version == 0
            ? session.People.Insert(name, version, next.Standing, session.Number, blob)
            : session.People.Update(name, next.Version, version, next.Standing, session.Number, blob);
        if (!done)
            return null;

        session.Append(events, version);
        return next with { Name = name, Version = version };
    }

    private void Publish(string name, Person? stored)
    {
        absences.Remove(name);
        if (stored is null)
            cache.Remove(name);
        else
            cache.Put(stored);
    }

    private byte[] Seal(Person person, string name, long version) => ring.Seal(SealPurpose.Person, name, version, PersonRecord.Write(person));

    private Person Read(string name)
    {
        var (changes, absencesBefore) = (cache.Changes, absences.Changes);
        var keys = ring;
        if (readers.Read(r => r.Find(name)) is not { } row)
        {
            var unregistered = Person.Unregistered(name);
            absences.Fill(unregistered, absencesBefore);
            return unregistered;
        }

        var person = OpenOrReadAgain(row, keys);
        cache.Fill(person, changes);
        return person;
    }

    /// <summary>While keys rotate, a row may be sealed anew between the look at the ring and the look at the row: then a second look helps.</summary>
    private Person OpenOrReadAgain(StoredRow row, KeyRing keys)
    {
        try
        {
            return Open(row, keys);
        }
        catch (SealBrokenException)
        {
            return readers.Read(r => r.Find(row.Name)) is { } again ? Open(again, ring) : Person.Unregistered(row.Name);
        }
    }

    private static Person Open(StoredRow row, KeyRing keys)
    {
        var person = PersonRecord.Read(row.Name, row.Version, keys.Open(SealPurpose.Person, row.Name, row.Version, row.Blob));
        return (long)person.Standing == row.Standing
            ? person
            : throw new SealBrokenException($"the stored person \"{row.Name}\" was changed outside the authority; restore a backup, or find out who changed the database");
    }

    /// <summary>Names arrive as any bytes; what is no Unicode is stored as U+FFFD, and is that name from then on.</summary>
    private static string AsStored(string name) => Ascii.IsValid(name) ? name : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name));
}
