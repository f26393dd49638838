namespace Sallyport.Authority.Portal.Passkeys;

/// <summary>Remembers what was used, for as long as it could be used again.</summary>
internal sealed class UsedOnce(TimeSpan life, TimeProvider clock)
{
    /// <summary>More at once than this is a flood: the newcomer is refused, not an old one forgotten.</summary>
    private const int Most = 64 * 1024;

    private readonly Lock gate = new();
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly Queue<(long At, string Text)> order = new();

    /// <summary>True the first time.</summary>
    public bool Take(string text)
    {
        var now = clock.GetTimestamp();
        lock (gate)
        {
            while (order.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.At, now) >= life)
                used.Remove(order.Dequeue().Text);
            if (used.Count >= Most || !used.Add(text))
                return false;
            order.Enqueue((now, text));
            return true;
        }
    }
}
