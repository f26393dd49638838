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
        if (call.Platform.Variable(SessionRaise.Routed.Name) is not null || call.Arguments is not [var question, ..]) return Task.FromResult(No);
        // With a session up other hosts are reached over the login server, whose own block of the session's file decides.
        if (File.Exists(call.Places.SessionConfig)) return Task.FromResult(No);
        var world = new World(call.Platform, call.Places, call.Time, call.Ask);
        var side = world.Side();
        return Task.FromResult(question switch
        {
            "inside" => side == Side.Inside ? Yes : No,
            "refused" => side == Side.Outside && IsRefused(call, world, Caller.Find()) ? Yes : No,
            _ => No,
        });
    }

    private static bool IsRefused(Invocation call, World world, Caller caller)
    {
        // Its owner's own way is none of ours, and neither are our words about it.
        if (caller.HasOwnWay) return false;
        if (!caller.IsPerson(call.Platform)) return true;
        if (call.Arguments is [_, var name] && world.Site?.Profile.HostNamed(name) is { Login: true } login && world.Settings.Share is null && caller.BecomesMaster)
            LoginTurn.TakeFor(call, login.Name, caller.Process);
        return false;
    }
}
