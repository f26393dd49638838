using Sallyport.Gate.Configuration;
using Sallyport.Gate.Linux;

namespace Sallyport.Gate.Handover;

/// <summary>
/// The part that runs as root. It takes sockets from the listener and does one thing with each: start the configured sshd on it.
/// It reads no byte from a connection and no text from the listener, and takes nothing but connections that came in where the gate listens:
/// all it can be made to do wrong is to start sshd for a client whom the listener should have refused.
/// One thread receives, one waits for children; <c>children</c> is theirs together.
/// </summary>
/// <param name="sshd">What is started; null: this gate relays, and no socket is taken.</param>
/// <param name="guard">Stands before each start.</param>
/// <param name="listening">Where the gate's own sockets listen.</param>
internal sealed class SshdLauncher(Backend.Sshd? sshd, SshdGuard guard, IReadOnlyList<SocketOrigin> listening)
{
    private static readonly string[] Environment = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"];

    private readonly string[] command = sshd is null ? [] : [sshd.Program, .. sshd.Arguments];
    private readonly PrivilegeSeparationFolder folder = new(PrivilegeSeparationFolder.Usual);
    private readonly Lock sync = new();
    private readonly Dictionary<int, (ulong Connection, int Channel)> children = [];

    /// <summary>sshd processes that this launcher has started and that still run.</summary>
    public int Sessions
    {
        get
        {
            lock (sync)
                return children.Count;
        }
    }

    /// <summary>
    /// Serves one listener until its end of the channel closes (null), or until it asks for what it never may: then it is to be ended.
    /// </summary>
    public RecordFault? Serve(int channel)
    {
        while (true)
        {
            var outcome = Channel.Receive<StartRequest>(channel, out var request, out var socket, Blocking.Yes);
            if (outcome != ErrnoCode.Ok)
                return outcome == ErrnoCode.BadMessage ? RecordFault.Malformed : null;
            if (Judge(socket) is { } fault)
            {
                if (socket >= 0)
                    Descriptors.CloseAside(socket);
                return fault;
            }

            var isHeard = guard.Admits(Environment)
                ? Start(channel, request.Connection, socket)
                : Tell(channel, new BackendReport(request.Connection, BackendEvent.NotStarted, (int)ErrnoCode.NotPermitted));
            Descriptors.Close(socket);
            if (!isHeard)
                return RecordFault.Deaf;
        }
    }

    private RecordFault? Judge(int socket)
    {
        if (sshd is null)
            return RecordFault.NothingToHandOver;
        if (socket < 0)
            return RecordFault.Malformed;
        if (SocketInspection.Connection(socket) is not { } origin)
            return RecordFault.NotTcp;
        return listening.Any(origin.CameInBy) ? null : RecordFault.CameInElsewhere;
    }

    /// <summary>A child has ended; false when it was neither a session nor the check.</summary>
    public bool Ended(int pid, int status)
    {
        if (guard.Ended(pid, status))
            return true;
        lock (sync)
        {
            if (!children.Remove(pid, out var child))
                return false;
            if (!Tell(child.Channel, new BackendReport(child.Connection, BackendEvent.Ended, status)))
                Forget(child.Channel);
            return true;
        }
    }

    /// <summary>The listener of this channel is gone: what its sessions do is nobody's business any more.</summary>
    public void Forget(int channel)
    {
        lock (sync)
        {
            foreach (var (pid, child) in children)
            {
                if (child.Channel == channel)
                    children[pid] = (child.Connection, -1);
            }
        }
    }

    private bool Start(int channel, ulong connection, int socket)
    {
        folder.Restore();
        // The lock keeps "ended" from overtaking "started".
        lock (sync)
        {
            var pid = Child.Start(command, Environment, [socket, socket], out var errno);
            if (pid > 0)
                children[pid] = (connection, channel);
            return Tell(channel, pid > 0 ? new BackendReport(connection, BackendEvent.Started, pid) : new BackendReport(connection, BackendEvent.NotStarted, errno));
        }
    }

    /// <summary>False when the listener does not read what it is told; a listener that is gone needs to hear nothing.</summary>
    private static bool Tell(int channel, BackendReport report) =>
        channel < 0 || Channel.Send(channel, report, -1, Blocking.Yes) is not ErrnoCode.Again;
}
