using Sallyport.Cli.Duo;
using Sallyport.Cli.Sshd;

namespace Sallyport.Cli.Doctor;

/// <summary>The configuration of the module that asks the authority is there, and refuses when the authority is away.</summary>
internal static class FactorClientCheck
{
    public static async IAsyncEnumerable<Finding> Look(InstalledDoor door, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var subject = door.Name + ": factor";
        var path = door.Order switch
        {
            Order.CodeFirst => door.Paths.RadiusClient,
            Order.PasswordFirst => door.Paths.PamDuo,
            _ => door.Paths.LoginDuo,
        };
        var mayRead = !File.Exists(path) || Environment.IsPrivilegedProcess;
        if (!File.Exists(path))
            yield return Finding.Wrong(subject, $"{path} is gone, so nothing tells the client to ask us or to refuse", "install again: " + door.Again);
        else if (door.Order != Order.CodeFirst && mayRead && !await FailsSecureAsync(path, cancel))
            yield return Finding.Wrong(subject, $"{path} lets everybody in while the authority is away", "write failmode = secure");
        else if (door.Order == Order.LoginDuo && await OwnerAsync(path, cancel) is var owner && owner != DuoClientFiles.LoginDuoReader)
            yield return Finding.Wrong(
                subject,
                $"{path} belongs to {owner}: login_duo reads it as {DuoClientFiles.LoginDuoReader}, and lets everybody in when it cannot",
                $"chown {DuoClientFiles.LoginDuoReader} {path}");
        else
            yield return Finding.Fine(subject, $"{path} refuses while the authority is away");
    }

    private static async Task<string> OwnerAsync(string path, CancellationToken cancel) =>
        (await Tool.RunAsync("/usr/bin/stat", ["-c", "%U", path], cancel)).Output.Trim();

    private static async Task<bool> FailsSecureAsync(string path, CancellationToken cancel) =>
        (await File.ReadAllLinesAsync(path, cancel))
            .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
            .LastOrDefault(pair => pair.Length == 2 && pair[0] == "failmode") is [_, "secure"];
}
