using SshWith2fa.Calls;
using SshWith2fa.Checks;

namespace SshWith2fa.Commands;

/// <summary>Looks for what may go wrong between this machine and the site, and says how to mend it. Exit status 1 when something will.</summary>
internal static class DoctorCommand
{
    public static async Task<int> Run(Invocation call, CancellationToken cancel)
    {
        var flags = Flags.Read(call.Arguments, [], [], mostOperands: 0);
        if (flags.Mistake is { } mistake)
            return call.Fail(ExitCodes.Usage, mistake);
        var status = ExitCodes.Done;
        await foreach (var finding in Doctor.LookAt(call, cancel))
        {
            call.Terminal.Print(finding.ToString());
            if (finding.Weight == Weight.Wrong)
                status = ExitCodes.Failed;
        }
        return status;
    }
}
