using SshWith2fa.Calls;
using SshWith2fa.Platform;
using SshWith2fa.Routes;
using SshWith2fa.Session;

namespace SshWith2fa.Commands;

/// <summary>
/// The two questions the generated ssh_config asks before a login: exit status 0 for yes. "refused": outside, and the ssh that asks
/// was not started by a person who could type a code. "inside": straight to the host.
/// </summary>
internal static class AtCommand
{
    private const int Yes = 0;
    private const int No = 1;

    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        if (call.Platform.Variable(SessionStarter.Routed.Name) is not null || call.Arguments is not [var question, ..])
            return Task.FromResult(No);
        // With a session up other hosts are reached over the login server, whose own block of the session's file decides.
        if (File.Exists(call.Paths.SessionConfig))
            return Task.FromResult(No);
        var inputs = new RouteInputs(call.Platform, call.Paths, call.Time, call.Ask);
        var location = inputs.Location();
        return Task.FromResult(question switch
        {
            "inside" => location == NetworkLocation.Inside ? Yes : No,
            "refused" => location == NetworkLocation.Outside && IsRefused(call, inputs, CallingProcess.Find()) ? Yes : No,
            _ => No,
        });
    }

    private static bool IsRefused(Invocation call, RouteInputs inputs, CallingProcess caller)
    {
        // Its owner's own way is none of ours, and neither are our words about it.
        if (caller.HasOwnWay)
            return false;
        if (!caller.IsPerson(call.Platform))
            return true;
        if (call.Arguments is [_, var name] && inputs.Site?.Profile.HostNamed(name) is { Login: true } login && inputs.Settings.Share is null && caller.BecomesMaster)
            LoginTurn.TakeFor(call, login.Name, caller.Process);
        return false;
    }
}
