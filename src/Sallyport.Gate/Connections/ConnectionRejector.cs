using System.Security.Cryptography;
using System.Text;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Linux;
using Sallyport.Gate.Machine;
using Sallyport.Settings;

namespace Sallyport.Gate.Connections;

/// <summary>How refused connections are let go: at once, with a reset, with a word, or slowly. Messages and tarpits are bounded in number.</summary>
internal sealed class ConnectionRejector(ConnectionSet connections, GateConfiguration configuration)
{
    private const long LingerMilliseconds = 1000;
    private const long TarpitMilliseconds = 10_000;

    private int messages;
    private int tarpits;

    public GateConfiguration Configuration { get; set; } = configuration;

    public int Tarpits => tarpits;

    /// <summary>A connection that nobody remembers yet. The common case, plain close, allocates nothing.</summary>
    public void Begin(int socket, SourceAddress source, ushort port, AdmissionDecision decision, Moment now)
    {
        switch (Configuration.Actions[(int)decision.Refusal])
        {
            case RefusalAction.Message when messages < Configuration.Messages:
                var told = connections.Add(socket, source, port, now);
                told.Decision = decision;
                BeginTelling(told, now);
                break;
            case RefusalAction.Tarpit when tarpits < Configuration.Tarpits:
                var stuck = connections.Add(socket, source, port, now);
                stuck.Decision = decision;
                BeginTarpit(stuck, now);
                break;
            case RefusalAction.Reset:
                StreamSocket.ResetOnClose(socket);
                Descriptors.Close(socket);
                break;
            default:
                Descriptors.Close(socket);
                break;
        }
    }

    /// <summary>A connection that was admitted first.</summary>
    public void Begin(Connection connection, AdmissionDecision decision, Moment now)
    {
        connection.Decision = decision;
        switch (Configuration.Actions[(int)decision.Refusal])
        {
            case RefusalAction.Message when messages < Configuration.Messages:
                BeginTelling(connection, now);
                break;
            case RefusalAction.Tarpit when tarpits < Configuration.Tarpits:
                BeginTarpit(connection, now);
                break;
            case RefusalAction.Reset:
                StreamSocket.ResetOnClose(connection.Socket);
                connections.Remove(connection);
                break;
            default:
                connections.Remove(connection);
                break;
        }
    }

    /// <summary>It has spoken SSH: one line before the identification that never comes, and the end of our side.</summary>
    public void Tell(Connection connection, AdmissionDecision decision, Moment now)
    {
        if (connection.Stage != Stage.AwaitTelling)
            messages++;
        while (StreamSocket.Discard(connection.Socket, 4096) == 4096)
        {
            // what is left unread would turn the close into a reset, and the line might be lost
        }

        StreamSocket.Send(connection.Socket, Line(decision, Configuration.Help));
        StreamSocket.EndWriting(connection.Socket);
        connections.Enter(connection, Stage.Lingering, now.Milliseconds + LingerMilliseconds);
    }

    /// <summary>New bytes, or the end of them, on a connection that is being let go.</summary>
    public void Hear(Connection connection, Moment now)
    {
        if (connection.Stage == Stage.AwaitTelling)
        {
            Span<byte> seen = stackalloc byte[Identification.LongestLine];
            var length = StreamSocket.PeekAt(connection.Socket, seen);
            var spoken = length > 0 ? Identification.Judge(seen[..(int)length]) : Spoken.SomethingElse;
            if (spoken == Spoken.Ssh)
                Tell(connection, connection.Decision, now);
            else if (spoken == Spoken.SomethingElse && !(length < 0 && Errno.Last == ErrnoCode.Again))
                End(connection);
        }
        else if (connection.Stage == Stage.Lingering)
        {
            nint length;
            do
                length = StreamSocket.Discard(connection.Socket, 4096);
            while (length > 0);
            if (length == 0 || Errno.Last != ErrnoCode.Again)
                End(connection);
        }
    }

    /// <summary>The stage's time is over.</summary>
    public void Expire(Connection connection, Moment now)
    {
        if (connection.Stage == Stage.Tarpit && StreamSocket.Send(connection.Socket, TarpitLine()) > 0)
            connections.Enter(connection, Stage.Tarpit, now.Milliseconds + TarpitMilliseconds);
        else
            End(connection);
    }

    public void End(Connection connection)
    {
        if (connection.Stage == Stage.Tarpit)
            tarpits--;
        else if (connection.Stage is Stage.AwaitTelling or Stage.Lingering)
            messages--;
        connections.Remove(connection);
    }

    /// <summary>A line by itself, for a client that will not be remembered.</summary>
    public void TellAndClose(int socket, AdmissionDecision decision)
    {
        StreamSocket.Send(socket, Line(decision, Configuration.Help));
        Descriptors.Close(socket);
    }

    /// <summary>What the person sees with <c>ssh -v</c>. It must not begin with SSH- (RFC 4253 section 4.2).</summary>
    internal static byte[] Line(AdmissionDecision decision, string? help)
    {
        var why = Words(decision.Refusal);
        var wait = TimeSpan.FromSeconds(Math.Ceiling(decision.RetryAfter.TotalSeconds));
        var when = wait > TimeSpan.Zero ? "; try again in " + Duration.Text(wait)
            : decision.Refusal is AdmissionRefusal.Banned or AdmissionRefusal.DenyList ? "" : "; try again in a minute";
        var where = help is null || why is null ? "" : $". Help: {help}#{Anchor(decision.Refusal)}";
        return Encoding.ASCII.GetBytes($"sallyport: {why ?? "refused"}{when}{where}\r\n");
    }

    /// <summary>The paragraph in the help pages.</summary>
    internal static string Anchor(AdmissionRefusal refusal) => "gate-" + refusal.Word();

    /// <summary>What a person is told; null for what no person's ssh ever does.</summary>
    internal static string? Words(AdmissionRefusal refusal) => refusal switch
    {
        AdmissionRefusal.Penalty => "too many failed logins from your address",
        AdmissionRefusal.NetworkPenalty => "too many failed logins from your network",
        AdmissionRefusal.SourcePending => "too many unfinished logins from your address",
        AdmissionRefusal.NetworkPending => "too many unfinished logins from your network",
        AdmissionRefusal.TotalPending => "too many unfinished logins at this gate",
        AdmissionRefusal.SourceRate => "too many connections from your address",
        AdmissionRefusal.SourceHour => "too many connections from your address within this hour",
        AdmissionRefusal.TotalRate => "too many new connections at this gate",
        AdmissionRefusal.Banned or AdmissionRefusal.DenyList => "your address may not log in here",
        AdmissionRefusal.Backend => "the login server cannot accept you now; its administrators can find the reason in the log",
        AdmissionRefusal.NoDescriptors => "this gate has reached its limits",
        AdmissionRefusal.Stopping => "this gate is being restarted",
        _ => null,
    };

    private void BeginTelling(Connection connection, Moment now)
    {
        messages++;
        connections.Enter(connection, Stage.AwaitTelling, now.Milliseconds + (long)Configuration.PeekTime.TotalMilliseconds);
        if (!connections.Listen(connection))
            End(connection);
    }

    private void BeginTarpit(Connection connection, Moment now)
    {
        tarpits++;
        connections.Enter(connection, Stage.Tarpit, now.Milliseconds + TarpitMilliseconds);
    }

    private static byte[] TarpitLine() => Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(RandomNumberGenerator.GetInt32(8, 32), lowercase: true) + "\r\n");
}
