namespace Sallyport.Gate.Relay;

/// <summary>
/// Connections that must be done with a step by a time, all given the same allowance, so that the order of entry is the order of time.
/// The links lie in the connections: leaving costs nothing and leaves nothing behind.
/// </summary>
internal sealed class DeadlineList
{
    private RelayConnection? last;

    public RelayConnection? First { get; private set; }

    public void Add(RelayConnection connection, long deadline)
    {
        connection.Deadline = deadline;
        connection.Earlier = last;
        if (last is null)
            First = connection;
        else
            last.Later = connection;
        last = connection;
    }

    /// <summary>Does nothing to a connection that is on no list.</summary>
    public void Remove(RelayConnection connection)
    {
        if (connection.Deadline == long.MaxValue)
            return;
        if (connection.Earlier is null)
            First = connection.Later;
        else
            connection.Earlier.Later = connection.Later;
        if (connection.Later is null)
            last = connection.Earlier;
        else
            connection.Later.Earlier = connection.Earlier;
        (connection.Earlier, connection.Later, connection.Deadline) = (null, null, long.MaxValue);
    }
}
