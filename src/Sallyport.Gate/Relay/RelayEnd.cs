using System.Runtime.InteropServices;

namespace Sallyport.Gate.Relay;

/// <summary>Why a relayed connection ended. The names stand in the log and may only grow.</summary>
public enum RelayEndReason
{
    /// <summary>Both sides closed in order.</summary>
    Finished,

    /// <summary>The client reset the connection.</summary>
    ClientReset,

    /// <summary>The backend reset the connection.</summary>
    BackendReset,

    /// <summary>The client stopped answering keep-alives.</summary>
    ClientLost,

    /// <summary>The backend stopped answering keep-alives.</summary>
    BackendLost,

    /// <summary>Nothing listens at the backend's port.</summary>
    BackendRefused,

    /// <summary>No address of the backend answered in the connect time.</summary>
    BackendTimedOut,

    /// <summary>No route to the backend.</summary>
    BackendUnreachable,

    /// <summary>The kernel forbids the client's address as source: CAP_NET_RAW is missing.</summary>
    TransparentNotPermitted,

    /// <summary>No descriptors or memory left for one more connection.</summary>
    OutOfDescriptors,

    /// <summary>The gate was stopped.</summary>
    Stopped,

    /// <summary>The backend took the connection and ended it without a byte: no sshd does so to a client that it means to serve.</summary>
    BackendClosedEarly,
}

/// <summary>The end of one relayed connection: bytes are payload without the PROXY header, the time counts from the hand-over to the relay.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RelayEnd(RelayEndReason Reason, long BytesToBackend, long BytesToClient, TimeSpan Lasted);
