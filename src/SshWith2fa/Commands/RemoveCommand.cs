using SshWith2fa.Calls;
using SshWith2fa.Master;
using SshWith2fa.SshConfig;

namespace SshWith2fa.Commands;

/// <summary>Undoes setup and link; ~/.ssh/config becomes what it was, byte for byte.</summary>
internal static class RemoveCommand
{
    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        var flags = Flags.Read(call.Arguments, ["--dry-run"], [], mostOperands: 0);
        if (flags.Mistake is { } mistake)
            return Task.FromResult(call.Fail(ExitCodes.Usage, mistake));
        if (flags.Has("--dry-run"))
        {
            call.Terminal.Print($"removes from {call.Paths.UserSshConfig}: {new IncludeLine(call.Paths).Text}");
            call.Terminal.Print($"removes {call.Paths.Configuration}");
            call.Terminal.Print($"removes {call.Paths.Runtime}");
            return Task.FromResult(ExitCodes.Done);
        }
        if (new IncludeLine(call.Paths) is { IsThere: true } line && line.Obstacle() is { } obstacle)
            return Task.FromResult(call.Fail(ExitCodes.Unavailable, obstacle));
        var probe = new SessionProbe(call.Paths, call.Platform);
        if (call.Platform.HasControlSockets && probe.Find() is { } session)
            ControlSocket.AskToEnd(call.Paths.ControlSocket(session.State.User, session.State.Host));
        new Installation(call.Paths, call.Platform).Remove();
        call.Terminal.Say("ssh-with-2fa's files and settings are removed; plain ssh works as before");
        return Task.FromResult(ExitCodes.Done);
    }
}
