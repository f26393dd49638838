using System.Runtime.CompilerServices;
using Sallyport.Cli.PamServices;

namespace Sallyport.Cli.Doctor;

/// <summary>Programs of this machine in front of which the second factor was put: each still requires it.</summary>
internal static class PamFactorCheck
{
    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var paths in PamPaths.Known.Keys.Select(service => new PamPaths(service)).Where(paths => File.Exists(paths.RadiusClient)))
        {
            await foreach (var finding in OfAsync(paths, cancel).WithCancellation(cancel))
                yield return finding;
        }
    }

    public static async IAsyncEnumerable<Finding> OfAsync(PamPaths paths, [EnumeratorCancellation] CancellationToken cancel)
    {
        var again = $"sallyport pam install {paths.Service}";
        var trial = new PamServiceTrial(paths.PamFolder);
        foreach (var name in paths.Names)
        {
            var (subject, text) = (paths.Service + ": PAM", PamInstaller.TextOf(paths, name));
            if (!FactorLines.AreIn(text))
                yield return Finding.Wrong(subject, $"{paths.FileOf(name)} does not ask for the second factor", again);
            else if (!File.Exists(paths.RadiusClient))
                yield return Finding.Wrong(subject, $"{paths.RadiusClient} is missing, so nobody gets in", again);
            else if (!Environment.IsPrivilegedProcess)
                yield return Finding.Note(subject, $"only root can test what {paths.FileOf(name)} does", "run it as root");
            else if (await trial.FaultAsync(name, FactorLines.WhenAwayIn(text), cancel) is { } fault)
                yield return Finding.Wrong(subject, $"{paths.FileOf(name)}: {fault}", again);
            else
                yield return Finding.Fine(subject, $"{paths.FileOf(name)} was tested, and requires both");
        }

        if (paths.Names.Count == 0)
            yield return Finding.Wrong(paths.Service + ": PAM", $"there is no {paths.FileOf(paths.Service)}", $"install {paths.Service}");
    }
}
