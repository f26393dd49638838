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
        var world = new World(call.Platform, call.Places, call.Time, call.Ask);
        var side = world.Side();
        return Task.FromResult(question switch
        {
            "inside" => side == Side.Inside ? Yes : No,
            "refused" => side == Side.Outside && !Caller.IsPerson(call.Platform) ? Yes : No,
            _ => No,
        });
    }
}
