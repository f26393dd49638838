namespace Repository;

/// <summary>Folders that use each other, directly or round about.</summary>
internal static class Circles
{
    /// <summary>The groups of two folders and more in which each leads to each.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyList<Arrow> arrows)
    {
        var next = arrows.ToLookup(a => a.From, a => a.To, StringComparer.Ordinal);
        var reach = next.Select(n => n.Key).ToDictionary(f => f, f => Reach(f, next), StringComparer.Ordinal);
        return [.. reach.Where(r => r.Value.Contains(r.Key))
            .Select(r => r.Value.Where(to => reach.TryGetValue(to, out var back) && back.Contains(r.Key)).Order(StringComparer.Ordinal).ToList())
            .DistinctBy(circle => circle[0])];
    }

    private static HashSet<string> Reach(string folder, ILookup<string, string> next)
    {
        var (seen, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>(next[folder]));
        while (open.TryPop(out var to))
        {
            if (seen.Add(to))
            {
                foreach (var further in next[to])
                    open.Push(further);
            }
        }

        return seen;
    }
}
