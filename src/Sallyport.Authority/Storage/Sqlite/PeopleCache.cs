using Sallyport.Rules.People;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>
/// The people seen last, as the database has them: the writer puts each after its commit. Two generations: when the young one is
/// full it becomes the old one, and the old one goes.
/// </summary>
internal sealed class PeopleCache(int most)
{
    private readonly Lock gate = new();
    private Dictionary<string, Person> young = new(StringComparer.Ordinal);
    private Dictionary<string, Person> old = new(StringComparer.Ordinal);
    private long changes;

    /// <summary>To be taken before a person is read from the database, and handed to <see cref="Fill"/>.</summary>
    public long Changes => Volatile.Read(ref changes);

    public Person? Find(string name)
    {
        lock (gate)
        {
            if (young.TryGetValue(name, out var person))
                return person;
            if (old.Remove(name, out person))
                Keep(person);
            return person;
        }
    }

    /// <summary>Keeps a person as just committed.</summary>
    public void Put(Person person)
    {
        lock (gate)
        {
            changes++;
            old.Remove(person.Name);
            Keep(person);
        }
    }

    /// <summary>Keeps a person as just read, unless anything was committed meanwhile: what was read might be older.</summary>
    public void Fill(Person person, long changesBefore)
    {
        lock (gate)
        {
            if (changes == changesBefore)
                Keep(person);
        }
    }

    public void Remove(string name)
    {
        lock (gate)
        {
            changes++;
            young.Remove(name);
            old.Remove(name);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            changes++;
            young = new(StringComparer.Ordinal);
            old = new(StringComparer.Ordinal);
        }
    }

    private void Keep(Person person)
    {
        if (young.Count >= most)
            (old, young) = (young, new(StringComparer.Ordinal));
        young[person.Name] = person;
    }
}
