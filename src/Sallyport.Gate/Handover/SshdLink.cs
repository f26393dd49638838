using Sallyport.Gate.Admission;
using Sallyport.Gate.Connections;
using Sallyport.Gate.Linux;
using Sallyport.Settings;

namespace Sallyport.Gate.Handover;

/// <summary>The listener's end of the channel: sockets go out, reports come in, nothing ever waits.</summary>
/// <param name="channel">To the root half.</param>
/// <param name="program">The file name by which sshd is started.</param>
internal sealed class SshdLink(int channel, string program) : IBackendLink
{
    private readonly Queue<Connection> unsent = [];

    /// <summary>Passes the socket on; when the channel is full it goes with the next <see cref="Flush"/>.</summary>
    public void Send(Connection connection)
    {
        unsent.Enqueue(connection);
        Flush();
    }

    public void Flush()
    {
        while (unsent.TryPeek(out var connection))
        {
            if (connection.Socket >= 0 && Channel.Send(channel, new StartRequest(connection.Number), connection.Socket, Blocking.No) == ErrnoCode.Again)
                return;
            unsent.Dequeue();
        }
    }

    public SshdSessionState Look(Connection connection) => SshdSessionProbe.Look(connection.Pid, program);

    /// <summary>Kept for the first second, so that a client whose sshd never began can be told.</summary>
    public void LetGo(Connection connection) => ConnectionSet.CloseSocket(connection);

    public bool IsFailure(Connection connection, int status) => status != 0 && Handshake.HasSentNothing(connection.Socket);

    public bool SeesLogins => true;

    public string? Fault(int status) => null; // told by IsFailure, while the client can still hear it

    public string Ending(Connection connection, int status) =>
        KebabCase.Of((connection.IsLoggedIn ? EndReason.LoggedOut : EndReason.NoLogin).ToString());

    /// <summary>False once the launcher is gone.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>The next report; null when there is none.</summary>
    public BackendReport? Receive()
    {
        var outcome = Channel.Receive<BackendReport>(channel, out var report, out _, Blocking.No);
        IsOpen = outcome is ErrnoCode.Ok or ErrnoCode.Again;
        return outcome == ErrnoCode.Ok ? report : null;
    }
}
