namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>The version that a person got by a write, with the audit row that says so.</summary>
internal readonly record struct AuditedVersion(long Version, long Row, long At);

/// <summary>
/// What the audit says of people's versions, row by row. Each write of a person counts the version up, and all rows of one write follow one another
/// with one time. So a version that does not rise means that an earlier state was put back in between, whatever was written after it.
/// </summary>
internal sealed class AuditedVersions
{
    public Dictionary<string, AuditedVersion> Newest { get; } = new(StringComparer.Ordinal);

    /// <summary>The first person whose version did not rise; null when there is none.</summary>
    public string? Fallen { get; private set; }

    /// <summary>Those whose newest version is that of having been erased: they have no row.</summary>
    public HashSet<string> Erased { get; } = new(StringComparer.Ordinal);

    public void AddErased(string person, AuditedVersion now)
    {
        Add(person, now);
        Erased.Add(person);
    }

    public void Add(string person, AuditedVersion now)
    {
        Erased.Remove(person);
        if (Newest.TryGetValue(person, out var before)
            && now.Version <= before.Version
            && !(now.Version == before.Version && now.At == before.At && now.Row == before.Row + 1))
        {
            Fallen ??= person;
        }

        Newest[person] = now;
    }
}
