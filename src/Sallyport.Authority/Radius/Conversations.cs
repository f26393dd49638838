using System.Collections.Immutable;
using System.Net;
using Sallyport.Authority.Push;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Radius;

/// <summary>A challenge that waits for its answer.</summary>
/// <param name="User">Only this name's answer is taken.</param>
/// <param name="Client">Only from this client.</param>
/// <param name="EarlierTries">Answers this conversation has had.</param>
internal sealed record Conversation(string User, RadiusClient Client, int EarlierTries, ConversationStage Stage)
{
    /// <summary>What a short answer may choose.</summary>
    public ImmutableArray<MenuLine> Menu { get; init; } = [];

    /// <summary>What is waited for.</summary>
    public PushTicket? Ticket { get; init; }

    /// <summary>Where the login comes from, as its first request told; null when it did not.</summary>
    public IPAddress? Source { get; init; }
}

internal enum ConversationStage
{
    /// <summary>A code was asked for.</summary>
    Asked,
    /// <summary>The refusal was shown; whatever comes is rejected.</summary>
    Refused,
    /// <summary>A device was asked; an empty answer looks whether it has answered.</summary>
    Waiting,
}

/// <summary>
/// The open challenges by their State. A State is good once: whoever presents it takes it out, right or wrong. A client, and a name of
/// it, may hold a share of them; what is too many closes the oldest of the same.
/// </summary>
internal sealed class Conversations(RadiusLimits limits, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<StateToken, ConversationEntry> byState = [];
    private readonly LinkedList<ConversationEntry> byAge = new();
    private readonly Shares<string> byClient = new(StringComparer.Ordinal);
    private readonly Shares<(string Client, string User)> byName = new(EqualityComparer<(string, string)>.Default);

    public int Count
    {
        get
        {
            lock (gate)
                return byState.Count;
        }
    }

    public StateToken Start(Conversation conversation)
    {
        var state = StateToken.New();
        Add(new Open(state, conversation, clock.GetTimestamp()));
        return state;
    }

    /// <summary>The stage of the conversation that the State belongs to; null unless it is open, with this client. Takes nothing out.</summary>
    public ConversationStage? StageOf(StateToken state, RadiusClient client)
    {
        lock (gate)
            return byState.TryGetValue(state, out var entry) && IsWith(entry.Open, client) ? entry.Open.Conversation.Stage : null;
    }

    /// <summary>Takes the conversation out. Null when the State is unknown, used, expired, another user's or another client's.</summary>
    public Open? Take(StateToken state, string user, RadiusClient client)
    {
        Open taken;
        lock (gate)
        {
            if (!byState.TryGetValue(state, out var entry))
                return null;
            Remove(entry);
            taken = entry.Open;
        }

        return taken.Conversation.User == user && IsWith(taken, client) ? taken : null;
    }

    /// <summary>Puts back a conversation whose answer could not be judged.</summary>
    public void Return(Open taken) => Add(taken);

    private bool IsWith(Open open, RadiusClient client) =>
        ReferenceEquals(open.Conversation.Client, client) && clock.GetElapsedTime(open.Since) <= limits.ConversationLife;

    private void Add(Open open)
    {
        lock (gate)
        {
            while (byAge.First is { } oldest && clock.GetElapsedTime(oldest.Value.Open.Since) > limits.ConversationLife)
                Remove(oldest.Value);

            var entry = new ConversationEntry(open);
            if (byName.Count(entry.Name) >= limits.MostConversationsOfName)
                Remove(byName.Oldest(entry.Name));
            if (byClient.Count(entry.Client) >= limits.MostConversationsOfClient)
                Remove(byClient.Oldest(entry.Client));
            if (byState.Count >= limits.MostConversations)
                Remove(byClient.Oldest(byClient.Largest));

            byState.Add(open.State, entry);
            entry.InAge = byAge.AddLast(entry);
            entry.InClient = byClient.Add(entry.Client, entry);
            entry.InName = byName.Add(entry.Name, entry);
        }
    }

    private void Remove(ConversationEntry entry)
    {
        byState.Remove(entry.Open.State);
        byAge.Remove(entry.InAge!);
        byClient.Remove(entry.Client, entry.InClient!);
        byName.Remove(entry.Name, entry.InName!);
    }

    /// <param name="Since">The clock's timestamp when the challenge was made.</param>
    internal sealed record Open(StateToken State, Conversation Conversation, long Since);

    private sealed class ConversationEntry(Open open)
    {
        public Open Open { get; } = open;

        public string Client => Open.Conversation.Client.Name;

        public (string Client, string User) Name => (Client, Open.Conversation.User);

        public LinkedListNode<ConversationEntry>? InAge { get; set; }

        public LinkedListNode<ConversationEntry>? InClient { get; set; }

        public LinkedListNode<ConversationEntry>? InName { get; set; }
    }

    /// <summary>Entries by whom they belong to, the oldest first.</summary>
    private sealed class Shares<TKey>(IEqualityComparer<TKey> comparer)
        where TKey : notnull
    {
        private readonly Dictionary<TKey, LinkedList<ConversationEntry>> entries = new(comparer);

        /// <summary>The holder of the most entries.</summary>
        public TKey Largest => entries.MaxBy(pair => pair.Value.Count).Key;

        public int Count(TKey key) => entries.TryGetValue(key, out var own) ? own.Count : 0;

        public ConversationEntry Oldest(TKey key) => entries[key].First!.Value;

        public LinkedListNode<ConversationEntry> Add(TKey key, ConversationEntry entry)
        {
            if (!entries.TryGetValue(key, out var own))
                entries.Add(key, own = new LinkedList<ConversationEntry>());
            return own.AddLast(entry);
        }

        public void Remove(TKey key, LinkedListNode<ConversationEntry> node)
        {
            var own = entries[key];
            own.Remove(node);
            if (own.Count == 0)
                entries.Remove(key);
        }
    }
}
