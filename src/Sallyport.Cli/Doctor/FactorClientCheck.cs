using System.Runtime.CompilerServices;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Cli.Sshd.Pam;

namespace Sallyport.Cli.Doctor;

/// <summary>The configuration of the program that asks the authority is one with which it refuses when in doubt.</summary>
internal static class FactorClientCheck
{
    public static async IAsyncEnumerable<Finding> Look(InstalledDoor door, [EnumeratorCancellation] CancellationToken cancel)
    {
        var subject = door.Name + ": factor";
        var path = door.Order switch
        {
            Order.CodeFirst => door.Paths.RadiusClient,
            Order.PasswordFirst => door.Paths.PamDuo,
            _ => door.Paths.LoginDuo,
        };
        var again = "install again: " + door.Again;
        if (!File.Exists(path))
            yield return Finding.Wrong(subject, $"{path} is missing, so the client does not know that it must ask us or refuse", again);
        else if (door.Order == Order.CodeFirst)
            yield return Finding.Fine(subject, $"{path} is there");
        else if (!door.Record.Written.TryGetValue(door.Paths.FactorGuard, out var guard) || guard != WantedFile.FingerprintOf(door.Paths.FactorGuard))
            yield return Finding.Wrong(subject, $"{door.Paths.FactorGuard}, which stops Duo's client from letting everybody in, differs from what this version writes", again);
        else if (!Environment.IsPrivilegedProcess)
            yield return Finding.Note(subject, $"only root can test what Duo's client does with {path}", "run it as root");
        else if (await RefusalAsync(door, cancel) is { } refusal)
            yield return Finding.Wrong(subject, refusal, again);
        else
            yield return Finding.Fine(subject, $"{path} was tested, and refuses while the authority is unavailable");
    }

    private static async Task<string?> RefusalAsync(InstalledDoor door, CancellationToken cancel)
    {
        var guard = await Tool.RunAsync("/bin/sh", [door.Paths.FactorGuard], cancel);
        if (!guard.Succeeded)
            return guard.Error.Trim();
        if (door.Order != Order.LoginDuo)
            return null;
        var trial = await OwnProgram.RunAsync(["sshd", PamTryCommand.LoginDuoName], cancel);
        if (!trial.Succeeded)
            return "login_duo could not be tested: " + trial.Error.Trim();
        return trial.Output.Contains(PamTryCommand.LetIn, StringComparison.Ordinal) ? "login_duo lets everybody pass with this configuration" : null;
    }
}
