using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Connections;

/// <summary>Where a connection stands. The order is the one it goes through; it never goes back.</summary>
internal enum Stage : byte
{
    /// <summary>From a listed proxy: its header must come first.</summary>
    ProxyHeader,

    /// <summary>Admitted: waiting for the identification.</summary>
    Peek,

    /// <summary>Refused: it hears why once it has spoken SSH.</summary>
    AwaitTelling,

    /// <summary>Told why; waiting until it has read it and closes.</summary>
    Lingering,

    /// <summary>Refused: a line now and then.</summary>
    Tarpit,

    /// <summary>On its way to the launcher, or to the relay.</summary>
    HandingOver,

    /// <summary>sshd or the relay has it.</summary>
    Running,
}

/// <summary>One connection that the gate keeps in mind. Refused floods never become one.</summary>
internal sealed class Connection
{
    /// <summary>The number by which epoll, the launcher and the log know it.</summary>
    public required ulong Number { get; init; }

    public required SourceAddress Source { get; set; }

    public required ushort Port { get; set; }

    /// <summary>The gate's own copy; -1 once somebody else has it.</summary>
    public required int Socket { get; set; }

    public required long AcceptedAt { get; init; }

    public Stage Stage { get; set; }

    /// <summary>epoll watches the socket.</summary>
    public bool IsHeard { get; set; }

    /// <summary>The listed proxy whose header named the source; null for a client that came by itself.</summary>
    public ProxyEnd? Proxy { get; set; }

    /// <summary>When the stage must be over, in the gate's milliseconds.</summary>
    public long Deadline { get; set; }

    /// <summary>Its place in the list of those with a deadline; -1 when it has none.</summary>
    public int WaitingIndex { get; set; } = -1;

    /// <summary>The place it holds; null when refused, logged in or over.</summary>
    public Lease? Lease { get; set; }

    public AdmissionDecision Decision { get; set; }

    /// <summary>The proxy itself (PROXY command LOCAL), such as its health check: nothing that it does is held against or counted for an address.</summary>
    public bool IsOfProxy { get; set; }

    public int Pid { get; set; }

    /// <summary>When the backend had it, in the gate's milliseconds.</summary>
    public long StartedAt { get; set; }

    /// <summary>The authority let it go on to the password: its end without a login is a wrong password.</summary>
    public bool AwaitsPassword { get; set; }

    public bool IsLoggedIn { get; set; }

    /// <summary>When to look at its session again.</summary>
    public long NextLook { get; set; }
}
