using SshWith2fa.Calls;
using SshWith2fa.SshConfig;

namespace SshWith2fa.Commands;

/// <summary>Makes the directory that, put ahead in PATH, lets every program that calls ssh, scp or sftp go the right way.</summary>
internal static class LinkCommand
{
    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        var flags = Flags.Read(call.Arguments, [], [], mostOperands: 0);
        if (flags.Mistake is { } mistake)
            return Task.FromResult(call.Fail(ExitCodes.Usage, mistake));
        new Links(call.Paths, call.Platform).Write();
        call.Terminal.Say(call.Platform.HasControlSockets
            ? "put this into your shell's start-up file:"
            : "put this directory first in your PATH (System Properties, Environment Variables):");
        call.Terminal.Print(call.Platform.HasControlSockets ? $"PATH='{call.Paths.Links}':\"$PATH\"" : call.Paths.Links);
        return Task.FromResult(ExitCodes.Done);
    }
}
