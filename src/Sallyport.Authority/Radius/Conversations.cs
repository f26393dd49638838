using System.Collections.Immutable;
using Sallyport.Authority.Push;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Radius;

/// <summary>A challenge that waits for its answer.</summary>
/// <param name="User">Only this name's answer is taken.</param>
/// <param name="Client">Only from this client.</param>
/// <param name="EarlierTries">Answers this conversation has had.</param>
internal sealed record Conversation(string User, RadiusClient Client, int EarlierTries, Stage Stage)
{
    /// <summary>What a short answer may choose.</summary>
    public ImmutableArray<MenuLine> Menu { get; init; } = [];

    /// <summary>What is waited for.</summary>
    public PushTicket? Ticket { get; init; }
}

internal enum Stage
{
    /// <summary>A code was asked for.</summary>
    Asked,
    /// <summary>The refusal was shown; whatever comes is rejected.</summary>
    Refused,
    /// <summary>A device was asked; an empty answer looks whether it has answered.</summary>
    Waiting,
}

/// <summary>
/// The open challenges by their State. A State is good once: whoever presents it takes it out, right or wrong.
/// </summary>
internal sealed class Conversations(int most, TimeSpan life, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<StateToken, LinkedListNode<Open>> byState = [];
    private readonly LinkedList<Open> byAge = new();

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

    /// <summary>Takes the conversation out. Null when the State is unknown, used, expired, another user's or another client's.</summary>
    public Open? Take(StateToken state, string user, RadiusClient client)
    {
        Open taken;
        lock (gate)
        {
            if (!byState.Remove(state, out var node))
                return null;
            byAge.Remove(node);
            taken = node.Value;
        }

        var bound = taken.Conversation.User == user && ReferenceEquals(taken.Conversation.Client, client);
        return bound && clock.GetElapsedTime(taken.Since) <= life ? taken : null;
    }

    /// <summary>Puts back a conversation whose answer could not be judged.</summary>
    public void Return(Open taken) => Add(taken);

    private void Add(Open open)
    {
        lock (gate)
        {
            byState[open.State] = byAge.AddLast(open);
            while (byAge.First is { } oldest && (byState.Count > most || clock.GetElapsedTime(oldest.Value.Since) > life))
            {
                byState.Remove(oldest.Value.State);
                byAge.Remove(oldest);
            }
        }
    }

    /// <param name="Since">The clock's timestamp when the challenge was made.</param>
    internal sealed record Open(StateToken State, Conversation Conversation, long Since);
}
