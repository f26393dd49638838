using SshWith2fa.Calls;
using SshWith2fa.Master;
using SshWith2fa.Platform;
using SshWith2fa.Routes;

namespace SshWith2fa.Commands;

/// <summary>Ends the session.</summary>
internal static class DownCommand
{
    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        var flags = Flags.Read(call.Arguments, [], [], mostOperands: 0);
        if (flags.Mistake is { } mistake)
            return Task.FromResult(call.Fail(ExitCodes.Usage, mistake));
        if (!call.Platform.HasControlSockets)
        {
            var isUp = new SessionProbe(call.Paths, call.Platform).Find() is not null;
            return Task.FromResult(isUp ? call.Fail(ExitCodes.Failed, "close the window of \"ssh-with-2fa up\" to end the session") : Nothing(call));
        }
        // Gone from the files first: a monitor that sees a master die without having been told would bring it back.
        var probe = new SessionProbe(call.Paths, call.Platform);
        var state = probe.Forget();
        var clients = state is null ? [] : SessionClients.Of(state);
        var host = state?.Host ?? new RouteInputs(call.Platform, call.Paths, call.Time, call.Ask).Site?.Profile.LoginServer.Name;
        var ended = host is not null && EndMasters(call, host, state);
        // A monitor may have written the session down meanwhile.
        probe.Forget();
        if (!ended)
            return Task.FromResult(Nothing(call));
        call.Terminal.Say($"the session with {host} has ended{Ended(clients)}");
        return Task.FromResult(ExitCodes.Done);
    }

    private static int Nothing(Invocation call)
    {
        call.Terminal.Say("no session is up");
        return ExitCodes.Done;
    }

    private static string Ended(IReadOnlyList<SessionClient> clients) =>
        clients.Count == 0 ? "" : ", and with it " + string.Join(", ", clients.Select(client => $"{client.Program} ({client.Process})"));

    /// <summary>Every master with that host: the one written down, and one that plain ssh has only just begun.</summary>
    private static bool EndMasters(Invocation call, string host, SessionState? state)
    {
        var ended = false;
        foreach (var socket in call.Paths.ControlSockets(host))
        {
            ended |= ControlSocket.AskToEnd(socket);
            Files.Delete(socket);
        }
        if (ended || state is null || !call.Platform.IsRunning(state.Process))
            return ended;
        call.Platform.Terminate(state.Process, call.Paths.ControlSocket(state.User, state.Host));
        return true;
    }
}
