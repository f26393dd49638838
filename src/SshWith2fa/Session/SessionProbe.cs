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

    /// <summary>The session of the state file, if it answers; otherwise null.</summary>
    public LiveSession? Find()
    {
        var text = Files.ReadText(places.SessionState);
        if (text is null) return null;
        if (SessionState.Read(text) is not { } state)
        {
            Files.Delete(places.SessionState);
            Files.Delete(places.SessionConfig);
            return null;
        }
        if (!platform.HasControlSockets)
        {
            if (state.Forward(SiteProfile.SshForward) is { } forward && Listens(forward.LocalPort)) return new LiveSession(state, Ride.Port);
            Clear(state);
            return null;
        }
        var socket = places.ControlSocket(state.User, state.Host);
        var health = ControlSocket.Check(socket, Bound).Health;
        if (health == MasterHealth.Alive) return new LiveSession(state, Ride.Master);
        if (health == MasterHealth.Dead || !platform.IsRunning(state.Process)) Clear(state);
        else if (health == MasterHealth.Silent) SetAside(socket);
        return null;
    }

    /// <summary>
    /// A master that lives but does not answer (stopped, or a machine out of breath) is put out of the way, so that plain ssh does not
    /// hang on it either. The keeper puts it back when it answers again.
    /// </summary>
    private void SetAside(string socket)
    {
        Files.Delete(places.SessionConfig);
        Files.Rename(socket, Places.Aside(socket));
    }

    /// <summary>Puts a master back that was set aside and answers again; true when it did.</summary>
    public static bool PutBack(string socket)
    {
        if (!File.Exists(Places.Aside(socket)) || ControlSocket.Check(Places.Aside(socket), Bound).Health != MasterHealth.Alive) return false;
        Files.Rename(Places.Aside(socket), socket);
        return true;
    }

    /// <summary>Takes away what is written of a session, and its sockets not: its end is about to be asked for. Null when nothing was written.</summary>
    public SessionState? Forget()
    {
        var text = Files.ReadText(places.SessionState);
        Files.Delete(places.SessionConfig);
        Files.Delete(places.SessionState);
        return text is null ? null : SessionState.Read(text);
    }

    /// <summary>Removes the traces of a session that is over.</summary>
    public void Clear(SessionState state)
    {
        Files.Delete(places.SessionConfig);
        Files.Delete(places.SessionState);
        if (!platform.HasControlSockets) return;
        var socket = places.ControlSocket(state.User, state.Host);
        Files.Delete(socket);
        Files.Delete(Places.Aside(socket));
    }

    /// <summary>True when somebody listens on that port of 127.0.0.1. Who it is, ssh's host key check tells.</summary>
    public static bool Listens(int port)
    {
        // Without the thread pool: where that is busy, 200 ms are over before it looked.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            return socket.Poll(Bound, SelectMode.SelectWrite) && socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
