using Sallyport.Gate.Configuration;
using Sallyport.Gate.Linux;

namespace Sallyport.Gate.Handover;

/// <summary>
/// The part that runs as root. It takes sockets from the listener and does one thing with each: start the configured sshd on it.
/// It reads no byte from a connection and no text from the listener; all it can be made to do wrong is to start sshd too often.
/// One thread receives, one waits for children; <c>children</c> is theirs together.
/// </summary>
internal sealed class Hander(Backend.Sshd sshd, SshdGuard guard)
{
    private static readonly string[] Environment = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"];

    private readonly string[] command = [sshd.Program, .. sshd.Arguments];
    private readonly Lock sync = new();
    private readonly Dictionary<int, (ulong Connection, int Channel)> children = [];

    /// <summary>sshd processes that this hander has started and that still run.</summary>
    public int Sessions
    {
        get
        {
            lock (sync)
                return children.Count;
        }
    }

    /// <summary>Serves one listener until its end of the channel closes.</summary>
    public void Serve(int channel)
    {
        while (Channel.Receive<StartRequest>(channel, out var request, out var socket, Waiting.Yes) == ErrnoCode.Ok)
        {
            if (socket < 0)
                continue;
            if (guard.Admits(Environment))
                Start(channel, request.Connection, socket);
            else
                Tell(channel, new Report(request.Connection, Happening.NotStarted, (int)ErrnoCode.NotPermitted));
            Descriptors.Close(socket);
        }
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
            Tell(child.Channel, new Report(child.Connection, Happening.Ended, status));
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

    private void Start(int channel, ulong connection, int socket)
    {
        // The lock keeps "ended" from overtaking "started".
        lock (sync)
        {
            var pid = Child.Start(command, Environment, [socket, socket], out var errno);
            if (pid > 0)
                children[pid] = (connection, channel);
            Tell(channel, pid > 0 ? new Report(connection, Happening.Started, pid) : new Report(connection, Happening.NotStarted, errno));
        }
    }

    private static void Tell(int channel, Report report)
    {
        if (channel >= 0)
            _ = Channel.Send(channel, report, -1, Waiting.Yes);
    }
}
