using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Programs;

namespace SshWith2fa.Commands;

/// <summary>Prints what to type into programs that do not read ssh's configuration, or the lines of a known_hosts file for them.</summary>
internal static class GuiCommand
{
    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        var flags = Flags.Read(call.Arguments, ["--known-hosts"], [], mostOperands: 0);
        if (flags.Mistake is { } mistake)
            return Task.FromResult(call.Fail(ExitCodes.Usage, mistake));
        if (LocalPorts.Find(call) is not { } ports)
            return Task.FromResult(LocalPorts.NotSetUp(call));
        if (ports.Forwards.FirstOrDefault(forward => forward.Name == SiteProfile.SshForward) is not { } ssh)
            return Task.FromResult(call.Fail(ExitCodes.Unavailable, $"there is no forward named \"{SiteProfile.SshForward}\" to {ports.Site.LoginServer.Name}; \"ssh-with-2fa status\" shows the forwards"));
        if (flags.Has("--known-hosts"))
            return KnownHosts(call, ports, ssh);
        call.Terminal.Print(ClientSettings.Graphical(ssh, ports.User ?? call.Platform.UserName, ClientSettings.Fingerprints(ports.Site, ports.Site.LoginServer.Name)));
        call.Terminal.Print(ClientSettings.CommandLines(ssh, ports.User ?? call.Platform.UserName, ports.Site));
        if (!ports.IsUp)
            call.Terminal.Say("this works while a session is up; run \"ssh-with-2fa up\" first");
        return Task.FromResult(ExitCodes.Done);
    }

    private static Task<int> KnownHosts(Invocation call, LocalPorts ports, LocalPort ssh)
    {
        var lines = ClientSettings.KnownHosts(ssh, ports.Site);
        if (lines.Length == 0)
            return Task.FromResult(call.Fail(ExitCodes.Unavailable, $"{ports.Site.Site} publishes no host key of {ports.Site.LoginServer.Name}"));
        call.Terminal.Print(lines);
        return Task.FromResult(ExitCodes.Done);
    }
}
