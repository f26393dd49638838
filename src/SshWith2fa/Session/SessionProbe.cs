using System.Net;
using System.Net.Sockets;
using SshWith2fa.Platform;
using SshWith2fa.Profile;
using SshWith2fa.Routes;

namespace SshWith2fa.Session;

/// <summary>Finds the session that is up now, within 200 ms, and clears away what a dead one left behind.</summary>
internal sealed class SessionProbe(Places places, IPlatform platform)
{
    /// <summary>A master or a listener on this very machine answers in far less.</summary>
    public static TimeSpan Bound { get; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The session of the state file, if it answers; otherwise null, with nothing of it left.</summary>
    public LiveSession? Find()
    {
        var text = Files.ReadText(places.SessionState);
        if (text is null) return null;
        if (SessionState.Read(text) is { } state)
        {
            if (platform.HasControlSockets && ControlSocket.Connect(places.ControlSocket(state.User, state.Host), Bound, out _) is { } control)
            {
                control.Dispose();
                return new LiveSession(state, Ride.Master);
            }
            if (!platform.HasControlSockets && state.Forward(SiteProfile.SshForward) is { } forward && Listens(forward.LocalPort))
                return new LiveSession(state, Ride.Port);
            Clear(state);
        }
        else
        {
            Files.Delete(places.SessionState);
            Files.Delete(places.SessionConfig);
        }
        return null;
    }

    /// <summary>Removes the traces of a session that is over.</summary>
    public void Clear(SessionState state)
    {
        Files.Delete(places.SessionConfig);
        Files.Delete(places.SessionState);
        if (platform.HasControlSockets) Files.Delete(places.ControlSocket(state.User, state.Host));
    }

    /// <summary>True when somebody listens on that port of 127.0.0.1. Who it is, ssh's host key check tells.</summary>
    public static bool Listens(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using var bound = new CancellationTokenSource(Bound);
            socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), bound.Token).AsTask().GetAwaiter().GetResult();
            return true;
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
