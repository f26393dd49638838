using SshWith2fa.Profile;
using SshWith2fa.Programs;

namespace SshWith2fa.Commands;

/// <summary>Prints what to type into file managers and terminals with windows.</summary>
internal static class GuiCommand
{
    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        var flags = Flags.Read(call.Arguments, [], [], mostOperands: 0);
        if (flags.Mistake is { } mistake) return Task.FromResult(call.Fail(ExitCodes.Usage, mistake));
        if (LocalPorts.Find(call) is not { } ports) return Task.FromResult(LocalPorts.NotSetUp(call));
        if (ports.Forwards.FirstOrDefault(forward => forward.Name == SiteProfile.SshForward) is not { } ssh)
            return Task.FromResult(call.Fail(ExitCodes.Unavailable, $"there is no forward named \"{SiteProfile.SshForward}\" to {ports.Site.LoginServer.Name}; \"ssh-with-2fa status\" shows what there is"));
        call.Terminal.Print(ClientSettings.Graphical(ssh, ports.User ?? call.Platform.UserName, ClientSettings.Fingerprints(ports.Site, ports.Site.LoginServer.Name)));
        if (!ports.IsUp) call.Terminal.Say("this works while a session is up; run \"ssh-with-2fa up\" first");
        return Task.FromResult(ExitCodes.Done);
    }
}
