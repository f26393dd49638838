namespace Sallyport.Authority.Radius;

/// <summary>
/// What was read from a socket and is not decided yet, handed out by turns: a client after the other, and of each a name after the other. A flood of one
/// waits behind itself. Used by one loop.
/// </summary>
internal sealed class FairQueue<T>(int mostOfClient, int mostOfName)
{
    private readonly Dictionary<string, Client> clients = new(StringComparer.Ordinal);
    private readonly Queue<Client> turns = new();

    public bool IsEmpty => turns.Count == 0;

    /// <summary>Whether the client or its name has as many waiting as it may.</summary>
    public bool IsFull(string client, string user) =>
        clients.TryGetValue(client, out var own)
        && (own.Count >= mostOfClient || (own.Names.TryGetValue(user, out var name) && name.Items.Count >= mostOfName));

    /// <summary>False when the client or its name has as many waiting as it may.</summary>
    public bool TryAdd(string client, string user, T item)
    {
        if (!clients.TryGetValue(client, out var own))
        {
            clients.Add(client, own = new Client(client));
            turns.Enqueue(own);
        }

        if (own.Count >= mostOfClient)
            return false;
        if (!own.Names.TryGetValue(user, out var name))
        {
            own.Names.Add(user, name = new Name(user));
            own.Turns.Enqueue(name);
        }

        if (name.Items.Count >= mostOfName)
            return false;
        name.Items.Enqueue(item);
        own.Count++;
        return true;
    }

    public bool TryTake(out T item)
    {
        if (!turns.TryDequeue(out var client))
        {
            item = default!;
            return false;
        }

        var name = client.Turns.Dequeue();
        item = name.Items.Dequeue();
        if (name.Items.Count > 0)
            client.Turns.Enqueue(name);
        else
            client.Names.Remove(name.User);
        if (--client.Count > 0)
            turns.Enqueue(client);
        else
            clients.Remove(client.Key);
        return true;
    }

    private sealed class Client(string key)
    {
        public string Key => key;

        public int Count { get; set; }

        public Dictionary<string, Name> Names { get; } = new(StringComparer.Ordinal);

        public Queue<Name> Turns { get; } = new();
    }

    private sealed class Name(string user)
    {
        public string User => user;

        public Queue<T> Items { get; } = new();
    }
}
