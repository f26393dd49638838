namespace SshWith2fa.Commands;

/// <summary>The ProxyCommand of a connection that is not to be made: one sentence for the person, and no connection.</summary>
internal static class TellCommand
{
    public static Task<int> Run(Invocation call, CancellationToken cancel) => Task.FromResult(call.Fail(ExitCodes.NoConnection, call.Arguments switch
    {
        ["down", var host] => $"no session with {host} is up; run \"ssh-with-2fa up\" once (it asks for the code and the password), then this again",
        _ => "no connection",
    }));
}
