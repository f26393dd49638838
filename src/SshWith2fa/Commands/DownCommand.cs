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
            call.Terminal.Say("no session is up");
            return Task.FromResult(ExitCodes.Done);
        }
        if (!call.Platform.HasControlSockets) return Task.FromResult(call.Fail(ExitCodes.Failed, "close the window of \"ssh-with-2fa up\" to end the session"));
        End(call, session.State);
        probe.Clear(session.State);
        call.Terminal.Say($"the session with {session.State.Host} is ended");
        return Task.FromResult(ExitCodes.Done);
    }

    /// <summary>Asks the master to end; one that does not answer is left to the keeper's and the probe's clearing.</summary>
    public static void End(Invocation call, SessionState state)
    {
        using var master = ControlSocket.Connect(call.Places.ControlSocket(state.User, state.Host), EndBound, out _);
        master?.End();
    }
}
