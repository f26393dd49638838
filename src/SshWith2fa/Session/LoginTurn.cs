using System.Globalization;
using SshWith2fa.Calls;
using SshWith2fa.Configuration;
using SshWith2fa.Master;
using SshWith2fa.Platform;

namespace SshWith2fa.Session;

/// <summary>
/// One login at a time: an ssh that starts while another one of the same person is asked for code and password waits, and uses the session that comes of it.
/// A command of ours holds a lock meanwhile; a plain ssh, which cannot, is noted by its process number.
/// </summary>
internal sealed class LoginTurn : IDisposable
{
    private const int Exclusive = 2;
    private const int AtOnce = 4;
    private const int Pause = 250;

    private readonly int descriptor;

    private LoginTurn(int descriptor) => this.descriptor = descriptor;

    /// <summary>Waits until nobody else logs in, then keeps others waiting until it is disposed. Null where there can be no lock (Windows).</summary>
    public static LoginTurn? Take(Invocation call, string host)
    {
        var turn = Lock(call, host);
        AwaitPlain(call, host, own: 0);
        return turn;
    }

    /// <summary>For the monitor, which writes down what a plain ssh has begun: the noted one is its own.</summary>
    public static LoginTurn? TakeToSettle(Invocation call, string host) => Lock(call, host);

    /// <summary>For a plain ssh that asks whether it may log in: waits for others, then is noted as the one that logs in.</summary>
    public static void TakeFor(Invocation call, string host, int ssh)
    {
        using var turn = Lock(call, host);
        AwaitPlain(call, host, ssh);
        if (turn is not null && ssh > 0)
            Files.WritePrivate(Note(call.Paths), ssh.ToString(CultureInfo.InvariantCulture));
    }

    public void Dispose() => _ = Native.Close(descriptor);

    private static string Note(ClientPaths paths) => Path.Combine(paths.Runtime, "login-by");

    private static LoginTurn? Lock(Invocation call, string host)
    {
        if (OperatingSystem.IsWindows() || !call.Platform.HasControlSockets)
            return null;
        Files.MakePrivateDirectory(call.Paths.Runtime);
        // The directory itself is what is locked. Closed on exec: the ssh that logs in stays as the master, and would hold the lock as long.
        var opened = Native.Open(call.Paths.Runtime, SmallFile.CloseOnExec);
        if (opened < 0)
            return null;
        if (Native.FLock(opened, Exclusive | AtOnce) != 0)
        {
            Waiting(call, host);
            while (Native.FLock(opened, Exclusive) != 0 && System.Runtime.InteropServices.Marshal.GetLastSystemError() == LocalSocket.Interrupted)
            {
            }
        }
        return new LoginTurn(opened);
    }

    // Until that ssh is gone, or has logged in: then its control socket answers.
    private static unsafe void AwaitPlain(Invocation call, string host, int own)
    {
        var told = false;
        while (Files.ReadText(Note(call.Paths)) is { } text
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var other) && other != own && call.Platform.IsSsh(other)
            && !call.Paths.ControlSockets(host).Any(socket => ControlSocket.Check(socket, SessionProbe.Bound).Health == MasterHealth.Alive))
        {
            if (!told)
                Waiting(call, host);
            told = true;
            _ = Native.Poll(null, 0, Pause);
        }
    }

    private static void Waiting(Invocation call, string host) => call.Terminal.Say($"another login to {host} is in progress on this machine; waiting for it");
}
