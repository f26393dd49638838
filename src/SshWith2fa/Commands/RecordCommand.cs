using Sallyport.Profile;
using SshWith2fa.Calls;

namespace SshWith2fa.Commands;

/// <summary>ssh's LocalCommand after a plain <c>ssh dora</c> logged in: ssh waits for it, so it only hands on to a monitor.</summary>
internal static class RecordCommand
{
    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        if (call.Arguments is not [var user] || !Grammar.IsUser(user))
            return Task.FromResult(ExitCodes.Usage);
        return Task.FromResult(call.Platform.StartDetached(call.Platform.OwnPath, ["keep", user]) ? ExitCodes.Done : ExitCodes.Failed);
    }
}
