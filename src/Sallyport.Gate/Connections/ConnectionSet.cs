using Sallyport.Gate.Linux;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Connections;

/// <summary>All connections kept in mind: by number, and those with a deadline in a list that is walked ten times a second.</summary>
internal sealed class ConnectionSet(Epoll epoll)
{
    /// <summary>Smaller numbers are epoll's tokens for the listening sockets and the channel.</summary>
    public const ulong FirstNumber = 1000;

    private readonly Dictionary<ulong, Connection> byNumber = [];
    private readonly List<Connection> waiting = [];
    private ulong next = FirstNumber;

    public IReadOnlyCollection<Connection> All => byNumber.Values;

    public int Waiting => waiting.Count;

    public Connection? Find(ulong number) => byNumber.GetValueOrDefault(number);

    public Connection Add(int socket, SourceAddress source, ushort port, Moment now)
    {
        var connection = new Connection { Number = next++, Socket = socket, Source = source, Port = port, AcceptedAt = now.Milliseconds };
        byNumber.Add(connection.Number, connection);
        return connection;
    }

    /// <summary>Hears of new bytes once per arrival; false when the kernel has no room for one more.</summary>
    public bool Listen(Connection connection)
    {
        if (!connection.IsHeard)
            connection.IsHeard = epoll.TryAdd(connection.Socket, EpollEvents.In | EpollEvents.ReadHangUp | EpollEvents.EdgeTriggered, connection.Number);
        return connection.IsHeard;
    }

    /// <summary>
    /// Before the socket goes to another process: while that one keeps it open, our close would not end the registration, and every packet of
    /// the session would wake the gate.
    /// </summary>
    public void StopListening(Connection connection)
    {
        if (connection.IsHeard)
            epoll.Remove(connection.Socket);
        connection.IsHeard = false;
    }

    public void Enter(Connection connection, Stage stage, long deadline)
    {
        connection.Stage = stage;
        connection.Deadline = deadline;
        if (connection.WaitingIndex < 0)
        {
            connection.WaitingIndex = waiting.Count;
            waiting.Add(connection);
        }
    }

    /// <summary>A stage without a deadline.</summary>
    public void Enter(Connection connection, Stage stage)
    {
        connection.Stage = stage;
        StopWaiting(connection);
    }

    /// <summary>Those whose time is up, last come first.</summary>
    public void Expire(Moment now, Action<Connection> act)
    {
        for (var i = waiting.Count - 1; i >= 0; i--)
        {
            if (i < waiting.Count && waiting[i].Deadline <= now.Milliseconds)
                act(waiting[i]);
        }
    }

    public int Count(Stage stage)
    {
        var count = 0;
        foreach (var connection in waiting)
            count += connection.Stage == stage ? 1 : 0;
        return count;
    }

    public static void CloseSocket(Connection connection)
    {
        if (connection.Socket >= 0)
            Descriptors.Close(connection.Socket);
        connection.Socket = -1;
    }

    public void Remove(Connection connection)
    {
        CloseSocket(connection);
        StopWaiting(connection);
        byNumber.Remove(connection.Number);
    }

    private void StopWaiting(Connection connection)
    {
        var index = connection.WaitingIndex;
        if (index < 0)
            return;
        waiting[index] = waiting[^1];
        waiting[index].WaitingIndex = index;
        waiting.RemoveAt(waiting.Count - 1);
        connection.WaitingIndex = -1;
    }
}
