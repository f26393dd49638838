using System.Runtime.InteropServices;
using SshWith2fa.Arguments;
using SshWith2fa.Calls;
using SshWith2fa.Master;
using SshWith2fa.Routes;
using SshWith2fa.Session;

namespace SshWith2fa.Commands;

/// <summary>
/// <c>ssh -N</c> with forwards, over a session: OpenSSH has the master open them and ends at once. Programs that keep a tunnel up (autossh) take the end
/// of ssh for the end of the tunnel, so this stays as long as the session lives, and takes the forwards back when it is told to end.
/// </summary>
internal static class HeldForwards
{
    private const int SignalBase = 128;
    private static readonly (PosixSignal Signal, int Number)[] Ends = [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];

    /// <summary>True for a call that only opens forwards, and stays in the foreground.</summary>
    public static bool Wants(CallPlan plan) =>
        plan is { Decision.Route: Route.ThroughMaster, Line: { Program: SshProgram.Ssh } line } && line.Has('N') && !line.Has('f') && (line.Has('L') || line.Has('R') || line.Has('D'));

    /// <summary>Returns when the session ends; a signal ends the whole process.</summary>
    /// <param name="real">The real ssh.</param>
    /// <param name="socket">The session's control socket.</param>
    public static int Hold(Invocation call, CallPlan plan, string real, string socket)
    {
        // A program may end this as soon as its tunnel is there: then the forwards are open, and are to be taken back.
        using var asked = new ManualResetEventSlim();
        var registrations = Ends.Select(end => PosixSignalRegistration.Create(end.Signal, signal =>
        {
            signal.Cancel = true;
            asked.Wait();
            call.Platform.Run(real, ["-O", "cancel", .. plan.Arguments], [SessionStarter.Routed]);
            Environment.Exit(SignalBase + end.Number);
        })).ToArray();
        try
        {
            var status = call.Platform.Run(real, plan.Arguments, [SessionStarter.Routed]);
            asked.Set();
            if (status != ExitCodes.Done)
                return status;
            ControlSocket.AwaitEnd(socket);
            return call.Fail(ExitCodes.NoConnection, Refusal.ForwardsEnded(plan.Site!.LoginServer.Name).For(plan.Site));
        }
        finally
        {
            foreach (var registration in registrations)
                registration.Dispose();
        }
    }
}
