using System.CommandLine;
using Sallyport.Cli.PamServices;
using Sallyport.Cli.Sshd;

namespace Sallyport.Cli.Doctor;

/// <summary><c>sallyport pam check</c></summary>
internal static class PamCheckCommand
{
    public static Command Create()
    {
        var command = new Command("check", "Test what sudo or the console's login requires; with --as, log in through it.") { PamArguments.Service, PamArguments.As, Report.Json };
        command.SetAction(async (parsed, cancel) =>
        {
            PamArguments.DemandRoot();
            var paths = PamArguments.Paths(parsed);
            var findings = new List<Finding>();
            await foreach (var finding in PamFactorCheck.OfAsync(paths, cancel))
                findings.Add(finding);
            if (parsed.GetValue(PamArguments.As) is { } user && findings.All(finding => finding.Verdict == Verdict.Fine))
            {
                findings.Add(new PamProof(parsed.InvocationConfiguration.Error).Refusal(paths.Names[0], user, paths.PamFolder) is { } shut
                    ? Finding.Wrong(paths.Service + ": way in", shut, "keep a root shell open; sallyport audit tail shows why")
                    : Finding.Fine(paths.Service + ": way in", $"{user} got in"));
            }

            return await Report.WriteAsync(parsed, findings);
        });
        return command;
    }
}
