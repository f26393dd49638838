using System.Net;
using Sallyport.Profile;
using SshWith2fa.Configuration;
using SshWith2fa.Platform;

namespace SshWith2fa.Master;

/// <summary>
/// Finds the session that is up now. Looking changes nothing: only up, down and the session's monitor clear away what a dead one left behind,
/// and a master that is slow to answer (a busy machine, a stopped process, a network that is away) is still the session.
/// </summary>
internal sealed class SessionProbe(ClientPaths paths, IPlatform platform)
{
    /// <summary>A master or a listener on this very machine answers in far less; after that the caller is told that it is slow.</summary>
    public static TimeSpan Bound { get; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The session of the state file, unless it is certainly over.</summary>
    public LiveSession? Find()
    {
        if (SessionState.Recorded(paths) is not { } state)
            return null;
        if (!platform.HasControlSockets)
            return state.Forward(SiteProfile.SshForward) is { } forward && Listens(forward.LocalPort) ? new LiveSession(state, SessionTransport.Port) : null;
        return ControlSocket.Check(paths.ControlSocket(state.User, state.Host), Bound).Health switch
        {
            MasterHealth.Alive => new LiveSession(state, SessionTransport.Master),
            MasterHealth.Silent when platform.IsRunning(state.Process) => new LiveSession(state, SessionTransport.Master) { IsSlow = true },
            _ => null,
        };
    }

    /// <summary>Takes away what is written of a session, and its sockets not: its end is about to be asked for. Null when nothing was written.</summary>
    public SessionState? Forget()
    {
        var recorded = SessionState.Recorded(paths);
        Files.Delete(paths.SessionConfig);
        Files.Delete(paths.SessionState);
        return recorded;
    }

    /// <summary>Removes the traces of a session that is over.</summary>
    public void Clear(SessionState state)
    {
        Files.Delete(paths.SessionConfig);
        Files.Delete(paths.SessionState);
        if (platform.HasControlSockets)
            Files.Delete(paths.ControlSocket(state.User, state.Host));
    }

    /// <summary>True when somebody listens on that port of 127.0.0.1. Who it is, ssh's host key check tells.</summary>
    public static bool Listens(int port)
    {
        using var connection = BoundedConnection.Connect(new IPEndPoint(IPAddress.Loopback, port), Bound, out _);
        return connection is not null;
    }
}
