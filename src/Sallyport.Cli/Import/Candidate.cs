using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import;

/// <summary>A key with the file that it was found in.</summary>
internal sealed record FoundIn(string File, IKeyFileFormat Format, FoundKey Key);

/// <summary>A person, with all that the files have of him or her.</summary>
/// <param name="Name">The name to be registered; null where no file says whose the key is.</param>
/// <param name="Found">What was found, in the order of the files.</param>
internal sealed record Candidate(string? Name, IReadOnlyList<FoundIn> Found)
{
    /// <summary>Why nothing of the person is taken; null while everything may be.</summary>
    public string? Refusal { get; init; }
}

/// <summary>Sorts what files have by person. A person with anything that cannot be imported is not imported at all.</summary>
internal static class Candidates
{
    /// <param name="found">What the files have.</param>
    /// <param name="nameOf">Whose a key is; null when nobody knows.</param>
    public static IReadOnlyList<Candidate> Of(IEnumerable<FoundIn> found, Func<FoundKey, string?> nameOf)
    {
        var nobodys = new List<Candidate>();
        var byName = new Dictionary<string, List<FoundIn>>(StringComparer.Ordinal);
        foreach (var one in found)
        {
            if (nameOf(one.Key) is not { } name)
                nobodys.Add(new Candidate(null, [one]) { Refusal = one.Key.Refusal ?? "the file does not name its owner; name the user with --for, or several users with --owners" });
            else if (byName.TryGetValue(name, out var own))
                own.Add(one);
            else
                byName[name] = new List<FoundIn>(1) { one };
        }

        return [.. byName.Select(own => new Candidate(own.Key, own.Value) { Refusal = Refusal(own.Value) }), .. nobodys];
    }

    private static string? Refusal(List<FoundIn> own)
    {
        if (own.Find(one => one.Key.Refusal is not null) is { } refused)
            return own.Count == 1 ? refused.Key.Refusal : $"nothing is imported, because of {refused.Key.Where}: {refused.Key.Refusal}";

        var keys = own.Where(one => one.Key.Totp is not null).Select(one => one.Key.Totp).Distinct().Count();
        if (keys > 1)
            return $"there are {keys} keys of this user, but only one can be used; choose with --issuer, or leave only one in the file";
        return own.Count(one => one.Key.Skey is not null) > 1 ? "there are several sheets of this user, but only one can be used; leave only one in the file" : null;
    }
}
