using Microsoft.Data.Sqlite;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>The writer's view of the people: compare-and-set by version, and how many unregistered names there are.</summary>
internal sealed class PeopleTable : IDisposable
{
    private readonly Statement insert;
    private readonly Statement update;
    private readonly Statement changeStanding;
    private readonly Statement standingOf;
    private readonly Statement prune;
    private readonly Statement erase;
    private readonly Statement resealable;
    private readonly Statement reseal;

    public PeopleTable(SqliteConnection connection)
    {
        insert = new Statement(connection, "INSERT OR IGNORE INTO person (name, version, standing, touched, sealed) VALUES (?1, ?2, ?3, ?4, ?5)");
        update = new Statement(
            connection, "UPDATE person SET version = ?2, touched = ?4, sealed = ?5 WHERE name = ?1 AND version = ?6 AND standing = ?3");
        changeStanding = new Statement(
            connection, "UPDATE person SET version = ?2, standing = ?3, touched = ?4, sealed = ?5 WHERE name = ?1 AND version = ?6");
        standingOf = new Statement(connection, "SELECT standing FROM person WHERE name = ?1 AND version = ?2");
        prune = new Statement(
            connection,
            "DELETE FROM person WHERE id IN (SELECT id FROM person WHERE standing = 0 ORDER BY touched, id LIMIT ?) RETURNING name, version");
        erase = new Statement(connection, "DELETE FROM person WHERE name = ?1 RETURNING version, standing");
        resealable = new Statement(connection, "SELECT id, name, version, sealed FROM person WHERE id > ? ORDER BY id LIMIT ?");
        reseal = new Statement(connection, "UPDATE person SET sealed = ?2 WHERE id = ?1");
        using var count = new Statement(connection, "SELECT count(*) FROM person WHERE standing = 0");
        _ = count.Step();
        Unregistered = (int)count.Long(0);
        count.Reset();
    }

    public int Unregistered { get; private set; }

    /// <summary>False when the name has a row.</summary>
    public bool Insert(string name, long version, PersonStanding standing, long touched, byte[] blob)
    {
        if (Bind(insert, name, version, standing, touched, blob).Run() == 0)
            return false;
        Unregistered += Count(standing);
        return true;
    }

    /// <summary>False when the stored version is another than <paramref name="before"/>.</summary>
    public bool Update(string name, long before, long version, PersonStanding standing, long touched, byte[] blob)
    {
        if (Bind(update, name, version, standing, touched, blob).Bind(6, before).Run() == 1)
            return true;

        if (StandingOf(name, before) is not { } earlier)
            return false;
        _ = Bind(changeStanding, name, version, standing, touched, blob).Bind(6, before).Run();
        Unregistered += Count(standing) - Count(earlier);
        return true;
    }

    public (IReadOnlyList<string> Names, long HighestVersion) Prune(int count)
    {
        var names = new List<string>(count);
        var highest = 0L;
        prune.Bind(1, count);
        while (prune.Step())
        {
            names.Add(prune.Text(0));
            highest = Math.Max(highest, prune.Long(1));
        }

        prune.Reset();
        Unregistered -= names.Count;
        return (names, highest);
    }

    /// <summary>The version that the person had; null when there was none.</summary>
    public long? Erase(string name)
    {
        long? version = null;
        erase.BindText(1, name);
        while (erase.Step())
        {
            version = erase.Long(0);
            Unregistered -= Count((PersonStanding)erase.Long(1));
        }

        erase.Reset();
        return version;
    }

    /// <summary>The rows after an id, in order.</summary>
    public IReadOnlyList<SealedPerson> After(long id, int most)
    {
        var rows = new List<SealedPerson>(most);
        resealable.Bind(1, id).Bind(2, most);
        while (resealable.Step())
            rows.Add(new SealedPerson(resealable.Long(0), resealable.Text(1), resealable.Long(2), resealable.Bytes(3).ToArray()));
        resealable.Reset();
        return rows;
    }

    public void Reseal(long id, byte[] blob) => reseal.Bind(1, id).BindBlob(2, blob).Run();

    public void Dispose()
    {
        foreach (var statement in new[] { insert, update, changeStanding, standingOf, prune, erase, resealable, reseal })
            statement.Dispose();
    }

    private PersonStanding? StandingOf(string name, long version)
    {
        standingOf.BindText(1, name).Bind(2, version);
        var standing = standingOf.Step() ? (PersonStanding?)standingOf.Long(0) : null;
        standingOf.Reset();
        return standing;
    }

    private static int Count(PersonStanding standing) => standing == PersonStanding.Unregistered ? 1 : 0;

    private static Statement Bind(Statement statement, string name, long version, PersonStanding standing, long touched, byte[] blob) =>
        statement.BindText(1, name).Bind(2, version).Bind(3, (long)standing).Bind(4, touched).BindBlob(5, blob);
}

internal sealed record SealedPerson(long Id, string Name, long Version, byte[] Blob);
