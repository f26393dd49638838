namespace Sallyport.Settings;

/// <summary>The "did you mean" of the messages.</summary>
public static class NearestWord
{
    /// <summary>Half a sentence: the nearest known word, or the list of all.</summary>
    public static string Advice(string word, IReadOnlyCollection<string> known, string plural)
    {
        if (known.Count == 0)
            return $"no {plural} are allowed here";
        var nearest = known.MinBy(candidate => Distance(word, candidate))!;
        return Distance(word, nearest) <= Math.Max(2, word.Length / 3)
            ? $"did you mean '{nearest}'?"
            : $"the {plural} are: {string.Join(", ", known.Order(StringComparer.Ordinal))}";
    }

    /// <summary>Optimal string alignment distance: insert, delete, replace, swap neighbours; words past 64 letters count as far.</summary>
    internal static int Distance(string a, string b)
    {
        if (a.Length > 64 || b.Length > 64)
            return int.MaxValue;
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), replaced);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
