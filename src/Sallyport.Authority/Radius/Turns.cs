namespace Sallyport.Authority.Radius;

/// <summary>
/// Shares the work at the store among clients and names. A client, and within it a name, has a bounded number of requests taken in, of which a few are
/// decided at a time and the others wait in the order in which they came. So a flood of one waits behind itself, and sheds its own.
/// </summary>
internal sealed class Turns(RadiusLimits limits)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ClientLane> clients = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Client, string User), ClientLane> names = [];

    /// <summary>Null when the client or the name has as many requests here as it may: this one is shed.</summary>
    public async ValueTask<TurnLease?> TakeAsync(RadiusClient client, string user)
    {
        ClientLane ofClient, ofName;
        Task turnOfName;
        var name = (client.Name, user);
        lock (gate)
        {
            ofClient = clients.GetValueOrDefault(client.Name) ?? new ClientLane(limits.AtOnceOfClient);
            ofName = names.GetValueOrDefault(name) ?? new ClientLane(limits.AtOnceOfName);
            if (ofClient.Inside >= limits.MostInFlightOfClient || ofName.Inside >= limits.MostInFlightOfName)
                return null;

            (clients[client.Name], names[name]) = (ofClient, ofName);
            ofClient.Inside++;
            ofName.Inside++;
            turnOfName = ofName.Enter();
        }

        await turnOfName;
        Task turnOfClient;
        lock (gate)
            turnOfClient = ofClient.Enter();
        await turnOfClient;
        return new TurnLease(() => Leave(name, ofClient, ofName));
    }

    private void Leave((string Client, string User) name, ClientLane ofClient, ClientLane ofName)
    {
        lock (gate)
        {
            ofClient.Leave();
            ofName.Leave();
            if (--ofName.Inside == 0)
                names.Remove(name);
            if (--ofClient.Inside == 0)
                clients.Remove(name.Client);
        }
    }

    /// <summary>Used under the lock; waiting callers continue outside it.</summary>
    private sealed class ClientLane(int atOnce)
    {
        private readonly Queue<TaskCompletionSource> waiting = new();
        private int running;

        public int Inside { get; set; }

        public Task Enter()
        {
            if (running < atOnce)
            {
                running++;
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn);
            return turn.Task;
        }

        public void Leave()
        {
            if (waiting.TryDequeue(out var next))
                next.SetResult();
            else
                running--;
        }
    }

    /// <summary>A place at the store, given back when it is disposed of.</summary>
    internal sealed class TurnLease(Action leave) : IDisposable
    {
        public static readonly TurnLease OfNobody = new(() => { });

        public void Dispose() => leave();
    }
}
