using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SshWith2fa.Calls;
using SshWith2fa.Master;
using SshWith2fa.Platform;
using SshWith2fa.Routes;

namespace SshWith2fa.Commands;

/// <summary>
/// The ProxyCommand behind a control socket: ssh comes here only when that did not serve. Either the master takes no more channels, or the
/// caller has a control socket of its own: then through the forwarded port. Or the master is dead: then the person is told how to go on.
/// </summary>
internal static class CarryCommand
{
    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        if (call.Arguments is not [var port, var host])
            return Task.FromResult(ExitCodes.Usage);
        if (new SessionProbe(call.Paths, call.Platform).Find() is null)
        {
            // Its monitor clears away what is left; one that died with it is started again for that.
            if (SessionState.Recorded(call.Paths) is { } state)
                call.Platform.StartDetached(call.Platform.OwnPath, ["keep", state.User]);
            return Task.FromResult(TellCommand.Fail(call, Refusal.SessionEnded(host)));
        }
        if (port == "full")
            return Task.FromResult(TellCommand.Fail(call, Refusal.NoMoreChannels(host)));
        return Task.FromResult(Connect(call, port, host));
    }

    private static int Connect(Invocation call, string port, string host)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(new IPEndPoint(IPAddress.Loopback, int.Parse(port, NumberStyles.None, CultureInfo.InvariantCulture)));
        }
        catch (SocketException)
        {
            return TellCommand.Fail(call, Refusal.PortClosed(host, port));
        }
        StandardStreams.Join(socket);
        return ExitCodes.Done;
    }
}
