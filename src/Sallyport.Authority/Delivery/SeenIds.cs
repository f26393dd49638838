namespace Sallyport.Authority.Delivery;

/// <summary>The ids seen last, up to a maximum: a message that is handed over twice is sent once.</summary>
internal sealed class SeenIds(int most)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    /// <summary>False when the id was seen.</summary>
    public bool Add(string id)
    {
        lock (gate)
        {
            if (!ids.Add(id))
                return false;
            order.Enqueue(id);
            if (order.Count > most)
                ids.Remove(order.Dequeue());
            return true;
        }
    }
}
