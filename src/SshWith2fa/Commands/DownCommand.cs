using SshWith2fa.Routes;
using SshWith2fa.Session;

namespace SshWith2fa.Commands;

/// <summary>Ends the session.</summary>
internal static class DownCommand
{
    private static readonly TimeSpan EndBound = TimeSpan.FromSeconds(3);

    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        var flags = Flags.Read(call.Arguments, [], [], mostOperands: 0);
        if (flags.Mistake is { } mistake) return Task.FromResult(call.Fail(ExitCodes.Usage, mistake));
        var probe = new SessionProbe(call.Places, call.Platform);
        if (probe.Find() is not { } session)
        {
            call.Terminal.Say(EndUnrecorded(call) is { } host ? $"the session with {host} is ended" : "no session is up");
            return Task.FromResult(ExitCodes.Done);
        }
        if (!call.Platform.HasControlSockets) return Task.FromResult(call.Fail(ExitCodes.Failed, "close the window of \"ssh-with-2fa up\" to end the session"));
        End(call, session.State);
        probe.Clear(session.State);
        call.Terminal.Say($"the session with {session.State.Host} is ended");
        return Task.FromResult(ExitCodes.Done);
    }

    /// <summary>A plain ssh has just logged in and become the master, and its keeper has not written it down yet: it ends too. Null when there is none.</summary>
    private static string? EndUnrecorded(Invocation call)
    {
        if (!call.Platform.HasControlSockets || new World(call.Platform, call.Places, call.Time, call.Ask).Site?.Profile.LoginServer.Name is not { } host) return null;
        var ended = false;
        foreach (var socket in call.Places.ControlSockets(host))
        {
            using var master = ControlSocket.Connect(socket, EndBound, out _);
            ended |= master?.End() == MasterAnswer.Done;
        }
        return ended ? host : null;
    }

    /// <summary>Asks the master to end; one that does not answer is left to the keeper's and the probe's clearing.</summary>
    public static void End(Invocation call, SessionState state)
    {
        using var master = ControlSocket.Connect(call.Places.ControlSocket(state.User, state.Host), EndBound, out _);
        master?.End();
    }
}
